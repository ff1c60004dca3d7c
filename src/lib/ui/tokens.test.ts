/** Text on every surface it may stand on keeps WCAG's 4.5 to 1, edges of controls 3 to 1, in light and dark. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { colourNames } from './colours.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! }
  ])
);

const luminance = (colour: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};
const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
};

const papers = ['surface', 'surface-raised', 'surface-sunken', 'surface-hover', 'surface-selected'];
const pairs: [ink: string, paper: string, least: number][] = [
  ...papers.flatMap((paper): [string, string, number][] => [
    ['text', paper, 7],
    ['text-quiet', paper, 4.5],
    ['accent', paper, 4.5]
  ]),
  ...['surface', 'surface-raised', 'surface-sunken'].flatMap((paper): [string, string, number][] => [
    ['line-strong', paper, 3],
    ['good', paper, 4.5],
    ['warn', paper, 4.5],
    ['bad', paper, 4.5]
  ]),
  ['accent-text', 'accent', 4.5],
  ['accent-text', 'accent-hover', 4.5],
  ['bad-text', 'bad', 4.5],
  ...['good', 'warn', 'bad', 'accent'].flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-surface`, 4.5],
    ['text', `${tone}-surface`, 4.5]
  ]),
  ...colourNames.flatMap((name): [string, string, number][] => [
    [`colour-${name}`, `colour-${name}-surface`, 4.5],
    ['text', `colour-${name}-surface`, 4.5],
    [`colour-${name}`, 'surface', 3]
  ])
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(pairs)('%s on %s is at least %s to 1', (ink, paper, least) => {
    expect(contrast(tokens.get(ink)![theme], tokens.get(paper)![theme])).toBeGreaterThanOrEqual(least);
  });
});
