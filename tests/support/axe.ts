/** Asks axe whether everybody can use the page, and says in a line each what stands in the way. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Everything that axe looks for, in the page's own theme; in the other one only what a theme changes, the
 * contrast of colours.
 */
export async function barriers(page: Page, only?: 'contrast'): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (only ? axe.withRules(['color-contrast']) : axe).analyze();
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target }) => target.join(' '));
    const reason = (nodes[0]?.failureSummary ?? '').split('\n')[1]?.trim() ?? '';
    return `${id}, ${nodes.length} times: ${where.join(', ')} — ${reason}`;
  });
}
