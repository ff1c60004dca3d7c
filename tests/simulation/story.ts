/**
 * One seed's story: devices write, lines break, tabs and the relay die, and in the end the weather clears. Then
 * every device that is left holds the same, nothing that was acknowledged is missing, and nothing waits.
 */
import { presentDevice, rotationsDue } from '../../src/lib/protocol/roster-rights.ts';
import { createSeededRandom } from '../../src/lib/base/random.ts';
import {
  createSimulatedOffice,
  createSimulatedRelay,
  readDisk,
  readRoster,
  type Device,
  type Tab
} from './office.ts';
import { copyDisk } from './memory-store.ts';
import { createPromises } from './promises.ts';
import { resetToyCrypto } from './toy-crypto.ts';
import { createWorld, type Weather } from './world.ts';

export interface Outcome {
  /** Empty where everything held. */
  readonly broken: readonly string[];
  readonly story: readonly string[];
}

const CLEAR: Weather = { loss: 0, twice: 0, overtaken: 0, delay: [1, 20] };
const STORM = 60_000;
/** After this long in clear weather everything must have arrived. */
const PATIENCE = 600_000;
const LOOK = 5_000;

export async function tellStory(seed: number): Promise<Outcome> {
  resetToyCrypto(seed);
  const world = createWorld(seed);
  const relay = createSimulatedRelay(world, seed);
  const rough = world.chance() < 0.7;
  let weather: Weather = rough
    ? {
        loss: world.chance() * 0.04,
        twice: world.chance() * 0.1,
        overtaken: world.chance() < 0.4 ? world.chance() * 0.15 : 0,
        delay: [1, world.between(20, 2000)]
      }
    : CLEAR;
  // Every third story has what is rarer: drawn by itself, so that the others stay as they were.
  const more = createSeededRandom(seed * 7 + 3);
  const rare = seed % 3 === 0;
  const removals = rare && more.fraction() < 0.5;
  const partitions = rare && more.fraction() < 0.5;
  const losses = rare && !removals;
  // Ninety days are some seconds, and a handful of segments are many; else a story never gets that far.
  const snapshots = seed % 5 === 3 && !losses ? { long: 4, keep: 6_000 } : undefined;
  const office = await createSimulatedOffice(
    world,
    relay,
    seed,
    world.between(3, 7),
    () => weather,
    removals,
    snapshots
  );
  const { devices, rooms } = office;
  const broken: string[] = [];
  const promises = createPromises(devices, (device) => readDisk(device, office));
  /** Whose removal was asked for. What happens to it, the roster says. */
  const leaving = new Set<Device>();
  // A relay set back behind a removal may be changed before anybody brings the removal back. Then two lists of
  // members have grown apart, and the devices that had more stop: that is meant (docs/threat-model.md).
  const restores = world.chance() < 0.25 && !removals && !snapshots;
  const clones = world.chance() < 0.2;
  const backups = new Map<Device, ReturnType<typeof copyDisk>>();
  let written = 0;

  const opening = (device: Device): void =>
    void device
      .openTab()
      .catch((error: Error) => broken.push(`${device.name} does not open: ${error.message}`));
  const aliveTabs = (device: Device): Tab[] => device.tabs.filter(({ alive }) => alive);
  const pick = <T>(from: readonly T[]): T | undefined => from[world.between(0, from.length - 1)];
  const present = () => devices.filter(({ lost }) => !lost);

  // The founding device registers first: the others are strangers to a relay without an office.
  opening(devices[0]!);
  await world.run(5_000);
  for (const device of devices.slice(1)) opening(device);

  function letGo(): void {
    void relay
      .relay()
      ?.trim(snapshots!.keep)
      .then((gone) => gone > 0 && world.note(`relay lets ${gone} go`));
    world.after(3_000, letGo);
  }
  if (snapshots) letGo();

  async function act(): Promise<void> {
    if (rare && more.fraction() < 0.15) return actRarely();
    const device = pick(present());
    if (!device) return;
    const tab = pick(aliveTabs(device));
    const dice = world.chance();
    if (!tab) {
      if (dice < 0.5) opening(device);
      return;
    }
    if (dice < 0.55) {
      const text = `${device.name}-${++written}`;
      const address = pick(rooms)!;
      tab.write(address, text).catch((error: Error) => world.note(`${text} was not saved: ${error.message}`));
    } else if (dice < 0.63) tab.line.cut();
    else if (dice < 0.75) for (const other of devices) for (const one of other.tabs) one.line.mend();
    else if (dice < 0.79) tab.crashAtCommit(world.chance() < 0.5 ? 'before' : 'after');
    else if (dice < 0.82) tab.kill();
    else if (dice < 0.86 && aliveTabs(device).length < 3) opening(device);
    else if (dice < 0.89) relay.crashAtCommit(world.chance() < 0.5 ? 'before' : 'after');
    else if (dice < 0.92) relay.crash();
    else if (dice < 0.95) relay.start();
    else if (dice < 0.96 && restores) backUp();
    else if (dice < 0.97 && restores) await restore();
    else if (dice < 0.98 && clones) backups.set(device, copyDisk(device.disk));
    else if (dice < 0.99 && clones && backups.has(device)) {
      // A profile from an earlier day: what it had sent since is at the relay, what it had not is gone.
      for (const one of device.tabs) one.kill();
      device.disk.entries.splice(0, Infinity, ...backups.get(device)!.entries);
      world.note(`${device.name} is an earlier day's copy`);
      await promises.isEarlier(device);
    } else if (!restores && present().length > 2 && world.chance() < 0.3) await lose(device);
  }

  function backUp(): void {
    relay.backUp();
    promises.backedUp();
  }
  async function restore(): Promise<void> {
    relay.restore();
    await promises.restored();
  }
  async function lose(device: Device): Promise<void> {
    // The founding device alone may hold what let the others in.
    if (device === devices[0]) return;
    for (const one of device.tabs) one.kill();
    device.lost = true;
    world.note(`${device.name} is lost for good`);
    await promises.goes(device);
  }

  async function actRarely(): Promise<void> {
    const dice = more.fraction();
    const from = <T>(list: readonly T[]): T | undefined => list[Math.floor(more.fraction() * list.length)];
    const staying = present().filter((device) => !leaving.has(device));
    if (dice < 0.3 && partitions) {
      for (const device of devices) device.apart = more.fraction() < 0.5;
      const apart = devices.filter((device) => device.apart);
      world.note(`apart: ${apart.map(({ name }) => name).join(' ')}`);
      for (const { tabs } of apart)
        for (const { line } of tabs) {
          line.cut();
          line.mend();
        }
    } else if (dice < 0.4) for (const device of devices) device.apart = false;
    else if (dice < 0.55 && losses) backUp();
    else if (dice < 0.7 && losses) {
      // The worst day: the relay is set back, and somebody's device is gone with it.
      await restore();
      relay.start();
      if (staying.length > 2 && more.fraction() < 0.7) await lose(from(staying)!);
    } else if (removals && staying.length > 2) {
      const who = from(staying.filter((device) => device !== devices[0]))!;
      const by = from(staying.filter((device) => device !== who))!;
      const tab = from(aliveTabs(by));
      // Who does not know of everybody yet would remove behind the back of an admission that no relay has had,
      // which only this office's making brings about.
      if (!tab || (await readRoster(by, office)).devices.size < devices.length) return;
      leaving.add(who);
      world.note(`${who.name} is to leave`);
      await promises.goes(who);
      void tab.membership
        ?.removeDevices([who.deviceId])
        .then((removed) => world.note(`${who.name}: ${removed.ok ? 'leaves' : removed.error.tag}`))
        .catch((error: Error) => world.note(`${who.name} was not removed: ${error.message}`));
    }
  }

  for (let at = 0; at < STORM;) {
    const pause = world.between(50, 4_000);
    at += pause;
    await world.run(pause);
    promises.watch();
    await act();
  }

  // ── clear weather ───────────────────────────────────────────────────────────────────────────────────

  world.note('the weather clears');
  weather = CLEAR;
  relay.start();
  for (const device of present()) {
    device.apart = false;
    for (const tab of device.tabs) tab.line.mend();
    if (aliveTabs(device).length === 0) opening(device);
  }
  await world.run(1_000);
  for (const device of present()) if (aliveTabs(device).length === 0) opening(device);

  let complaints: string[] = [];
  for (let waited = 0; waited < PATIENCE; waited += LOOK) {
    await world.run(LOOK);
    if (!relay.running) relay.start();
    for (const device of present()) if (aliveTabs(device).length === 0) opening(device);
    complaints = await look();
    if (complaints.length === 0) break;
  }
  broken.push(...complaints);
  for (const device of devices)
    for (const { alive, replica } of device.tabs)
      if (alive) world.note(`${device.name}: ${JSON.stringify(replica.state)}`);
  for (const device of devices) for (const tab of device.tabs) tab.kill();
  // Whoever waits for the loop itself, such as the test runner, has its turn between two stories.
  await new Promise((resolve) => setImmediate(resolve));
  return { broken, story: world.story };

  async function look(): Promise<string[]> {
    const found: string[] = [];
    if (present().some((device) => aliveTabs(device).length === 0)) return ['a device does not open'];
    const gone = new Set(devices.filter(({ lost }) => lost));
    const roster = leaving.size > 0 ? await readRoster(devices[0]!, office) : undefined;
    for (const device of leaving) if (roster && !presentDevice(roster, device.deviceId)) gone.add(device);
    const readers = devices.filter((device) => !gone.has(device));
    for (const device of roster ? readers : []) {
      const theirs = await readRoster(device, office);
      if (theirs.head !== roster!.head) found.push(`${device.name} has another roster`);
      if (rotationsDue(theirs, device.deviceId).length > 0)
        found.push(`${device.name} leaves a key as it was`);
    }
    for (const address of rooms) {
      const texts = new Map<string, string>();
      for (const device of readers) {
        const reading = aliveTabs(device)[0]!.read(address);
        await world.run(0);
        texts.set(device.name, [...new Set(await reading)].join(' '));
      }
      const [one, ...others] = [...texts];
      for (const [name, text] of others)
        if (text !== one![1])
          found.push(`${name} and ${one![0]} differ in ${address.shard}:\n  ${text}\n  ${one![1]}`);
    }
    const all = new Set<string>();
    for (const address of rooms)
      for (const text of await aliveTabs(readers[0]!)[0]!.read(address)) all.add(text);
    for (const device of devices) {
      for (const text of promises.of(device, gone.has(device)))
        if (!all.has(text)) found.push(`${text} of ${device.name} is missing`);
      if (!gone.has(device) && device.unsent() > 0)
        found.push(`${device.name} still has ${device.unsent()} to send`);
    }
    for (const device of readers)
      for (const [key, value] of device.disk.entries)
        if (key[1] === 'quarantine' || key[1] === 'damaged')
          found.push(
            `${device.name} kept aside ${key.slice(2).join(' ')}: ${JSON.stringify((value as { reason?: unknown }).reason ?? value)}`
          );
    return found;
  }
}
