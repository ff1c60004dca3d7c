/** Several people at one office, in words: connecting it to its server, letting somebody in, showing them out. */
import type { BrowserContext } from 'playwright-core';
import { sitDown, type Desk } from './office.ts';

export type Role = 'Assistant' | 'Secretary' | 'Executive';

/** Brings the office to the server that the app came from. */
export async function connectServer(desk: Desk): Promise<void> {
  await desk.visit('/settings/server');
  await desk.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await desk.sees('Connected to the office server');
}

/** Makes an invitation that is sent, and reads its link off the screen. */
export async function invite(desk: Desk, role: Role): Promise<string> {
  await desk.visit('/settings/people');
  await desk.page.getByRole('button', { name: 'Let somebody in' }).click();
  await desk.page.getByRole('radio', { name: role }).check();
  return readInvitation(desk);
}

/** The same for another device of whoever sits at this desk. */
export async function inviteOwnDevice(desk: Desk): Promise<string> {
  await desk.visit('/settings/people');
  await desk.page.getByRole('button', { name: 'Add a device of mine' }).click();
  return readInvitation(desk);
}

async function readInvitation({ page }: Desk): Promise<string> {
  await page.getByRole('radio', { name: 'They are elsewhere' }).check();
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  return link;
}

/** Opens the link on a device without an office, asks, and reads the six digits. */
export async function askToComeIn(
  window: BrowserContext,
  link: string,
  person: string
): Promise<{ readonly desk: Desk; readonly digits: string }> {
  const { origin, pathname, hash } = new URL(link);
  const desk = await sitDown(window, origin);
  await desk.visit(pathname + hash);
  await desk.page.getByLabel('Your name').fill(person);
  await desk.page.getByRole('button', { name: 'Ask to come in' }).click();
  await desk.sees('Your six digits');
  return { desk, digits: await desk.page.locator('.digits').innerText() };
}

/** Compares the digits that the card shows with those of the other screen, and lets them in. */
export async function letIn(desk: Desk, digits: string): Promise<void> {
  const card = desk.page.getByRole('region').filter({ hasText: 'asks to come in' });
  const own = desk.page.getByRole('region').filter({ hasText: 'You ask to come in' });
  const shown = card.or(own).first();
  await shown.getByText(digits).waitFor();
  await shown.getByRole('button', { name: /^Yes, / }).click();
  await shown.waitFor({ state: 'hidden' });
}

/** From the invitation to the other's Today. */
export async function bringIn(desk: Desk, window: BrowserContext, role: Role, person: string): Promise<Desk> {
  const { desk: other, digits } = await askToComeIn(window, await invite(desk, role), person);
  await letIn(desk, digits);
  await other.page.waitForURL((url) => url.pathname === '/');
  await other.page.locator('main h1:visible').first().waitFor();
  return other;
}

/** Waits until everything done at this desk is at the server. */
export async function sent(desk: Desk): Promise<void> {
  await desk.page.getByRole('button', { name: /^Sent/ }).first().waitFor();
}

/** Waits until the app is kept on this device, so that its pages open without the server. */
export async function kept(desk: Desk): Promise<void> {
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
