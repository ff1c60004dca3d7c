/**
 * Draws the installer's pictures from static/icons/mark.svg through Chromium:
 * `node tests/support/draw-icons.js`. Run it after changing the mark and commit what it writes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../../sync-server/prepare.js';
import { browserArguments, findChromium } from './find-chromium.js';

const folder = join(root, 'static', 'icons');
const mark = readFileSync(join(folder, 'mark.svg'), 'utf8');
// Maskable pictures may be cut to a circle of 80 %: the mark stands smaller on its own colour.
const pictures = [
  { file: 'icon-192.png', size: 192, mark: 192, ground: 'transparent' },
  { file: 'icon-512.png', size: 512, mark: 512, ground: 'transparent' },
  { file: 'maskable-512.png', size: 512, mark: 400, ground: '#0b5a6c' }
];

const browser = await chromium.launch({ executablePath: findChromium(), args: browserArguments });
for (const { file, size, mark: width, ground } of pictures) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${ground}}svg{width:${width}px}</style>${mark}`
  );
  await page.screenshot({ path: join(folder, file), omitBackground: true });
}
await browser.close();
