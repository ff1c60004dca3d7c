/** What the start page does: sets up an office or the sample, then starts the app anew inside it. */
import type { Zone } from '$lib/base/values.ts';
import { failed, type Result } from '$lib/base/result.ts';
import { fillWithSample, found, openDesk } from '$lib/desk.ts';
import type { Desk } from '$lib/kit/desk-context.ts';
import { settings } from '$lib/ui/settings.svelte.ts';
import { t } from './text.ts';

export interface Beginning {
  readonly principal: string;
  readonly founder: string;
  readonly role: 'secretary' | 'principal';
  readonly company: string;
  readonly zone: Zone | undefined;
  readonly weekStart: number | undefined;
}

/** The page after it has the open office around it. */
export const READY = '/start?ready';

export async function begin(wanted: Beginning): Promise<Result<void>> {
  settings.zone = wanted.zone;
  settings.weekStart = wanted.weekStart;
  return inNewOffice(wanted.principal, wanted.founder, '', async (desk) => {
    desk.preferences.set('role', wanted.role);
    if (wanted.company) {
      const { office } = desk;
      office.create('company', { name: wanted.company, zone: wanted.zone, colour: 'petrol' });
      await office.saved();
    }
  });
}

/** The sample's own clock is used while it stands; what was chosen before comes back with its removal. */
export async function beginSample(
  size: number | undefined,
  onProgress: (part: number) => void
): Promise<Result<void>> {
  // Not kept on the device: it is asked for once, if ever.
  const sample = await import('$lib/sample/sample-office.ts').catch(() => undefined);
  if (!sample) return failed('offline', t('sampleOffline'));
  const { sampleProfile } = sample;
  const before = { zone: settings.zone ?? null, secondZone: settings.secondZone ?? null };
  settings.zone = sampleProfile.zone;
  settings.secondZone = sampleProfile.secondZone;
  return inNewOffice(sampleProfile.principal, t('sampleFounder'), t('sampleMark'), async (desk) => {
    desk.preferences.set('sample', before);
    await fillWithSample(desk, size ?? sampleProfile.records, async (part) => {
      onProgress(part);
      await new Promise((painted) => setTimeout(painted));
    });
  });
}

async function inNewOffice(
  principal: string,
  founder: string,
  label: string,
  furnish: (desk: Desk) => Promise<void>
): Promise<Result<void>> {
  try {
    if (!isSecureContext) return failed('insecure', t('insecure'));
    const founded = await found({ principal, founder, label });
    if (!founded.ok) return founded;
    const opened = await openDesk();
    if (!opened.ok) return opened;
    if (!opened.value) return failed('unknown', t('unknown'));
    await furnish(opened.value);
    await opened.value.office.close();
    return { ok: true, value: undefined };
  } catch (error) {
    const { message } = error as { message?: string };
    return failed('failed', message || t('unknown'));
  }
}
