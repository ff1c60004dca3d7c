/** Asks axe whether everybody can use the page, and says in a line each what stands in the way. */
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Everything that axe looks for, in the page's own theme; in the other one only what a theme changes, the
 * contrast of colours. axe runs in the page itself and hands over only what it objects to: through its
 * driver for Playwright, which sends everything that passed to a second page, it takes three times as long.
 */
export async function barriers(page: Page, only?: 'contrast'): Promise<string[]> {
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(only && { runOnly: { type: 'rule', values: ['color-contrast'] } })
  };
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source);
  const run = `axe.run(document, ${JSON.stringify(options)}).then((results) => results.violations)`;
  const violations = await page.evaluate<AxeResults['violations']>(run);
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target }) => target.join(' '));
    const reason = (nodes[0]?.failureSummary ?? '').split('\n')[1]?.trim() ?? '';
    return `${id}, ${nodes.length} times: ${where.join(', ')} — ${reason}`;
  });
}
