/**
 * A secretary at a desk, in words: what the stories in the browser are told with. A desk is one tab over the
 * real app; everything is found the way people find it, by what stands on screen.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { complaintsOf } from './browser.ts';

/** Where the app's pages are, by the names that they go by on screen. */
export const places = {
  Today: '/',
  Calendar: '/calendar',
  People: '/people',
  Tasks: '/tasks',
  Settings: '/settings',
  Search: '/search',
  Trash: '/trash'
} as const;
export type Place = keyof typeof places;

export interface Desk {
  readonly page: Page;
  /** Errors, refused loads and breaches of the policy so far. Empty is well. */
  readonly complaints: readonly string[];
  /** Opens an address, as typed into the address bar. */
  visit(path: string): Promise<void>;
  open(place: Place): Promise<void>;
  /** Sets up an office for this executive, by the form of the first screen. */
  foundOffice(executive: string, secretary?: string): Promise<void>;
  /** Opens the made-up office from the first screen. */
  trySample(): Promise<void>;
  /** Waits until the status says that everything is saved. */
  saved(): Promise<void>;
  /** Waits until every year is open. */
  allOpen(): Promise<void>;
  /** Gives files to the app, by the picker that is behind *Read in files*. */
  giveFiles(...files: { name: string; type: string; text: string }[]): Promise<void>;
  /** Waits until this text stands on the page. */
  sees(text: string | RegExp): Promise<void>;
  /** Writes one line in plain words where tasks are added. */
  addTask(line: string): Promise<void>;
  /** Presses Tab until the focus stands on something with these words; nothing else but the keyboard. */
  tabTo(words: string | RegExp): Promise<void>;
  /** Opens the palette by its keys, types, and takes the first answer. */
  command(words: string): Promise<void>;
  /** Kills the tab, as a crash does: no goodbye, nothing flushed. */
  crash(): Promise<void>;
}

export async function sitDown(window: BrowserContext, address: string): Promise<Desk> {
  const page = await window.newPage();
  const complaints = complaintsOf(page);
  const visit = async (path: string) => {
    await page.goto(address + path);
    await page.locator('main').locator('h1:visible, h2:visible').first().waitFor();
    await settled(page);
  };
  const desk: Desk = {
    page,
    complaints,
    visit,
    open: (place) => visit(places[place]),
    async foundOffice(executive, secretary = 'Anna Reed') {
      await visit('/start');
      await page.getByLabel('Whose office is it?').fill(executive);
      await page.getByLabel('Your name').fill(secretary);
      await page.getByRole('button', { name: 'Set up', exact: true }).click();
      await page.getByRole('link', { name: 'Go to Today' }).click();
      await page.waitForURL(`${address}/`);
    },
    async trySample() {
      await visit('/start');
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.waitForURL(`${address}/`, { timeout: 60_000 });
      await desk.saved();
    },
    async saved() {
      await page
        .getByRole('button', { name: /Saved here|Sen(t|ding)|Needs your answer/ })
        .first()
        .waitFor();
    },
    async allOpen() {
      await page
        .getByText(/Still opening/)
        .first()
        .waitFor({ state: 'hidden' });
    },
    async giveFiles(...files) {
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles(
          files.map(({ name, type, text }) => ({ name, mimeType: type, buffer: Buffer.from(text) }))
        );
    },
    async sees(text) {
      await page.getByText(text).first().waitFor();
    },
    async addTask(line) {
      await page.getByLabel('Add a task').fill(line);
      await page.keyboard.press('Enter');
      await page.getByText('was added').first().waitFor();
      await desk.saved();
    },
    async tabTo(words) {
      const wanted =
        typeof words === 'string' ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : words;
      const passed: string[] = [];
      for (let presses = 0; presses < 150; presses++) {
        await page.keyboard.press('Tab');
        const name = await page.evaluate(() => {
          const focused = document.activeElement as HTMLElement | null;
          if (focused === document.body) return '';
          const labels = [...((focused as HTMLInputElement | null)?.labels ?? [])].map(
            (label) => label.textContent
          );
          return [focused?.getAttribute('aria-label'), ...labels, focused?.innerText].join(' ').trim();
        });
        if (wanted.test(name)) return;
        passed.push(name.slice(0, 30));
      }
      throw new Error(`Tab never came to ${String(words)}, only to: ${passed.join(' | ')}`);
    },
    async command(words) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').first().waitFor();
      await page.keyboard.type(words);
      await page.getByRole('option', { name: words }).first().waitFor();
      await page.keyboard.press('Enter');
    },
    async crash() {
      const devtools = await window.newCDPSession(page);
      const gone = new Promise((resolve) => page.once('crash', resolve));
      devtools.send('Page.crash').catch(() => undefined);
      await gone;
    }
  };
  return desk;
}

/** Waits until the page has nothing left to draw: two quiet moments in a row without a change. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let changed = true;
        const observer = new MutationObserver(() => (changed = true));
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true
        });
        const look = () => {
          if (!changed) {
            observer.disconnect();
            return resolve();
          }
          changed = false;
          requestAnimationFrame(() => requestIdleCallback(look));
        };
        requestAnimationFrame(() => requestIdleCallback(look));
      })
  );
