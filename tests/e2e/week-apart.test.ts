/** A week apart: three people work on the same office without a line between them, then everything is everywhere. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bringIn, connectServer, kept, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

async function retitle(desk: Desk, from: string, to: string): Promise<void> {
  await desk.open('Tasks');
  await desk.page.getByText(from, { exact: true }).first().click();
  await desk.page.getByRole('button', { name: 'Edit What has to be done' }).click();
  await desk.page.getByLabel('What has to be done').fill(to);
  await desk.page.keyboard.press('Enter');
  await desk.saved();
}

test('three who worked apart all have everything afterwards, and the two answers to one question stand side by side', async () => {
  const windows = await Promise.all([
    openWindow(browser),
    openWindow(browser, { screen: 'phone' }),
    openWindow(browser)
  ]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  await anna.addTask('Car for the airport');
  await sent(anna);
  const helena = await bringIn(anna, windows[1]!, 'Executive', 'Helena Marsh');
  const ben = await bringIn(anna, windows[2]!, 'Assistant', 'Ben Okafor');
  const all = [anna, helena, ben];
  for (const desk of all) {
    await desk.open('Tasks');
    await desk.sees('Car for the airport');
  }

  await Promise.all(all.map(kept));
  await server.kill();
  await anna.addTask('Visa photographs');
  await helena.addTask('Ask Anna about the terrace');
  await ben.addTask('Return the projector');
  await retitle(anna, 'Car for the airport', 'Car for the airport at six');
  await retitle(helena, 'Car for the airport', 'Car for the airport at seven');

  await server.start();
  for (const desk of all) {
    await desk.open('Tasks');
    for (const title of ['Visa photographs', 'Ask Anna about the terrace', 'Return the projector'])
      await desk.sees(title);
    // In the list: whoever looks at it already says so in the frame.
    await desk.page
      .getByRole('main')
      .getByText(/Car for the airport at (six|seven)/)
      .first()
      .click();
    const both = desk.page.locator('.notice', { hasText: 'Two versions of What has to be done' });
    await both.getByText('Car for the airport at six').waitFor();
    await both.getByText('Car for the airport at seven').waitFor();
  }
  await anna.page.getByRole('button', { name: 'Keep this' }).last().click();
  for (const desk of all) await desk.page.getByText('Two versions of').first().waitFor({ state: 'hidden' });
  const shown = await Promise.all(
    all.map((desk) =>
      desk.page
        .getByRole('heading', { name: /^Car for the airport at/ })
        .first()
        .innerText()
    )
  );
  expect(new Set(shown).size).toBe(1);
  expect(all.flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all(windows.map((window) => window.close()));
});
