/**
 * One seed's story: devices write, lines break, tabs and the relay die, and in the end the weather clears. Then
 * every device that is left holds the same, nothing that was acknowledged is missing, and nothing waits.
 */
import { createSimulatedOffice, createSimulatedRelay, type Device, type Tab } from './office.ts';
import { copyDisk } from './memory-store.ts';
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
  const office = await createSimulatedOffice(world, relay, seed, world.between(3, 7), () => weather);
  const { devices, rooms } = office;
  const broken: string[] = [];
  // A relay that forgets and a device that never comes back can together lose what only those two had.
  const restores = world.chance() < 0.25;
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

  function act(): void {
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
    else if (dice < 0.96 && restores) relay.backUp();
    else if (dice < 0.97 && restores) relay.restore();
    else if (dice < 0.98 && clones) backups.set(device, copyDisk(device.disk));
    else if (dice < 0.99 && clones && backups.has(device)) {
      // A profile from an earlier day: what it had sent since is at the relay, what it had not is gone.
      for (const one of device.tabs) one.kill();
      device.disk.entries.splice(0, Infinity, ...backups.get(device)!.entries);
      for (const text of device.saved) if (!device.safe.has(text)) device.saved.delete(text);
      world.note(`${device.name} is an earlier day's copy`);
    } else if (!restores && present().length > 2 && world.chance() < 0.3 && device !== devices[0]) {
      // The founding device alone may hold what let the others in.
      for (const one of device.tabs) one.kill();
      device.lost = true;
      world.note(`${device.name} is lost for good`);
    }
  }

  /** What certainly is at the relay: everything, whenever nothing waits. */
  function watch(): void {
    for (const device of devices)
      if (!device.lost && device.unsent() === 0) device.safe = new Set(device.saved);
  }

  for (let at = 0; at < STORM;) {
    const pause = world.between(50, 4_000);
    at += pause;
    await world.run(pause);
    watch();
    act();
  }

  // ── clear weather ───────────────────────────────────────────────────────────────────────────────────

  world.note('the weather clears');
  weather = CLEAR;
  relay.start();
  for (const device of present()) {
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
    const readers = present().filter((device) => aliveTabs(device).length > 0);
    if (readers.length < present().length) return ['a device does not open'];
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
      const promised = device.lost ? device.safe : device.saved;
      for (const text of promised) if (!all.has(text)) found.push(`${text} of ${device.name} is missing`);
      if (!device.lost && device.unsent() > 0)
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
