/**
 * Time, chance and lines of one simulated world. Time passes only when nothing else can happen; every choice is
 * drawn from the seed, and everything that waits is ordered, so that the same seed tells the same story.
 */
import type { Relay } from '../../sync-server/relay.ts';
import type { Bytes } from '../../src/lib/base/bytes.ts';
import { createSeededRandom } from '../../src/lib/base/random.ts';
import type { Timers } from '../../src/lib/sync/deps.ts';
import { isFinalCode, type LineState, type Transport } from '../../src/lib/sync/transport.ts';

export interface World {
  readonly now: number;
  /** From 0 to 1. */
  chance(): number;
  /** From `least` to `most`, both included. */
  between(least: number, most: number): number;
  readonly timers: Timers;
  after(milliseconds: number, work: () => void): () => void;
  /** Lets time pass for so long. */
  run(milliseconds: number): Promise<void>;
  /** What happened, for reading a seed that failed. */
  note(text: string): void;
  readonly story: readonly string[];
}

const START = Date.UTC(2026, 10, 23, 9);

export function createWorld(seed: number): World {
  const random = createSeededRandom(seed);
  const waiting: { at: number; order: number; work: () => void }[] = [];
  const story: string[] = [];
  let now = START;
  let order = 0;

  const after = (milliseconds: number, work: () => void) => {
    const one = { at: now + Math.max(0, Math.round(milliseconds)), order: order++, work };
    let low = 0;
    for (let high = waiting.length; low < high;) {
      const middle = (low + high) >> 1;
      const other = waiting[middle]!;
      if (other.at < one.at || (other.at === one.at && other.order < one.order)) low = middle + 1;
      else high = middle;
    }
    waiting.splice(low, 0, one);
    return () => {
      const at = waiting.indexOf(one);
      if (at >= 0) waiting.splice(at, 1);
    };
  };
  /** Everything here runs on promises that are already settled; Node's next tick comes when none is left to run. */
  const settle = () => new Promise<void>((resolve) => process.nextTick(resolve));

  return {
    get now() {
      return now;
    },
    chance: random.fraction,
    between: (least, most) => least + Math.floor(random.fraction() * (most - least + 1)),
    after,
    timers: { after },
    run: async (milliseconds) => {
      const until = now + milliseconds;
      await settle();
      while (waiting.length > 0 && waiting[0]!.at <= until) {
        const next = waiting.shift()!;
        now = next.at;
        next.work();
        await settle();
      }
      now = until;
    },
    note: (text) => void story.push(`${((now - START) / 1000).toFixed(3)} ${text}`),
    story
  };
}

export interface Weather {
  /** How often a frame is lost, said twice or overtaken by the next one, from 0 to 1. */
  readonly loss: number;
  readonly twice: number;
  readonly overtaken: number;
  /** Milliseconds that a frame takes. */
  readonly delay: readonly [number, number];
}

export interface SimulatedLine extends Transport {
  /** Nothing goes over it until it is mended. */
  cut(): void;
  mend(): void;
  /** Its tab is gone: nothing is heard or said any more. */
  die(): void;
}

/** A line that has lost something is silent; both ends notice after this long. */
const SILENCE = 30_000;

export function createSimulatedLine(
  world: World,
  relay: () => Relay | undefined,
  weather: () => Weather
): SimulatedLine {
  let hearFrame: (frame: Bytes) => void = () => {};
  let hearState: (state: LineState) => void = () => {};
  let connection: { receive(bytes: Bytes): Promise<void>; gone(): void } | undefined;
  let number = 0;
  let isCut = false;
  let wanted = false;
  let dead = false;
  let broken = false;
  let tries = 0;
  /** When the last frame arrives that is on its way there, and back. */
  let [there, back] = [0, 0];

  function carry(arrive: () => void, way: 'there' | 'back'): void {
    const mine = number;
    const { loss, twice, overtaken, delay } = weather();
    const deliver = () => {
      if (mine === number && !dead && !broken) arrive();
    };
    if (world.chance() < loss) {
      // TCP gives up at last; until then nothing more comes through.
      broken = true;
      world.after(SILENCE, () => mine === number && end(undefined));
      return;
    }
    const last = way === 'there' ? there : back;
    const wait = world.between(...delay);
    // What overtakes does not wait for those before it.
    const at = world.chance() < overtaken ? world.now + wait : Math.max(last, world.now + wait);
    if (way === 'there') there = Math.max(there, at);
    else back = Math.max(back, at);
    world.after(at - world.now, deliver);
    if (world.chance() < twice) world.after(at - world.now + 1, deliver);
  }

  function connect(): void {
    if (dead || !wanted || connection) return;
    hearState({ is: 'connecting' });
    const mine = ++number;
    world.after(world.between(...weather().delay), () => {
      if (dead || mine !== number) return;
      const to = isCut ? undefined : relay();
      if (!to) return end(undefined);
      broken = false;
      [there, back] = [world.now, world.now];
      const early: Bytes[] = [];
      let open = false;
      const say = (frame: Bytes) => carry(() => hearFrame(frame), 'back');
      const atRelay = to.connect({
        send: (bytes) => (open ? say(bytes.slice() as Bytes) : early.push(bytes.slice() as Bytes)),
        close: (code) => world.after(1, () => mine === number && end(code)),
        buffered: () => 0,
        peer: { loopback: true, address: 'simulated' }
      });
      connection = atRelay;
      open = true;
      tries = 0;
      hearState({ is: 'open' });
      for (const frame of early) say(frame);
    });
  }

  function end(code: number | undefined): void {
    number++;
    connection?.gone();
    connection = undefined;
    const final = isFinalCode(code);
    if (final) wanted = false;
    if (!dead) hearState({ is: 'closed', ...(code !== undefined && { code }), final });
    const mine = number;
    tries++;
    if (wanted)
      world.after(
        Math.min(20_000, 200 * 2 ** tries) * (0.5 + world.chance() / 2),
        () => mine === number && connect()
      );
  }

  return {
    open: () => {
      wanted = true;
      if (connection) end(undefined);
      number++;
      connect();
    },
    close: () => {
      wanted = false;
      end(undefined);
    },
    send: (bytes) => {
      const to = connection;
      const frame = bytes.slice() as Bytes;
      if (to && !dead) carry(() => void to.receive(frame.slice()), 'there');
    },
    onFrame: (hear) => void (hearFrame = hear),
    onState: (hear) => void (hearState = hear),
    settled: () => {},
    cut: () => {
      isCut = true;
      if (connection) end(undefined);
    },
    mend: () => void (isCut = false),
    die: () => {
      wanted = false;
      end(undefined);
      dead = true;
    }
  };
}
