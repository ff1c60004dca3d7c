/**
 * What must not be missing in the end: what a device saved, as long as it has its disk; and where it has not, what
 * the relay certainly had, or another device that stays. Where one cannot be sure, nothing is promised.
 */
import type { Device } from './office.ts';

export interface Promises {
  /** Whatever a device does not wait to send is at the relay. */
  watch(): void;
  backedUp(): void;
  restored(): Promise<void>;
  /** Has no disk any more, or is to leave the office: what others have of it is kept. */
  goes(device: Device): Promise<void>;
  /** Its disk is that of an earlier day. */
  isEarlier(device: Device): Promise<void>;
  of(device: Device, gone: boolean): ReadonlySet<string>;
}

export function createPromises(
  devices: readonly Device[],
  readDisk: (device: Device) => Promise<ReadonlySet<string>>
): Promises {
  let atRelay = new Set<string>();
  let inBackup = new Set<string>();
  /** Was at a relay that has forgotten it since; whether it came back, nobody here knows. */
  const doubtful = new Set<string>();
  /** Of those that went. */
  const kept = new Map<Device, Set<string>>();

  async function onlyWhatIsSomewhere(sets: readonly Set<string>[]): Promise<void> {
    if (sets.length === 0) return;
    const somewhere = new Set(atRelay);
    for (const device of devices)
      if (!kept.has(device)) for (const text of await readDisk(device)) somewhere.add(text);
    for (const set of sets) for (const text of set) if (!somewhere.has(text)) set.delete(text);
  }

  return {
    watch: () => {
      for (const device of devices)
        if (!kept.has(device) && device.unsent() === 0)
          for (const text of device.saved) if (!doubtful.has(text)) atRelay.add(text);
    },
    backedUp: () => void (inBackup = new Set(atRelay)),
    restored: async () => {
      for (const { saved } of devices) for (const text of saved) if (!inBackup.has(text)) doubtful.add(text);
      atRelay = new Set(inBackup);
      await onlyWhatIsSomewhere([...kept.values()]);
    },
    goes: async (device) => {
      kept.set(device, kept.get(device) ?? new Set(device.saved));
      await onlyWhatIsSomewhere([...kept.values()]);
    },
    isEarlier: (device) => onlyWhatIsSomewhere([device.saved, ...kept.values()]),
    of: (device, gone) => (gone ? (kept.get(device) ?? device.saved) : device.saved)
  };
}
