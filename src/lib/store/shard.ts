/**
 * A shard: a document of lines (line-doc.ts) over one room of the device's log. It knows lines, not what they
 * mean: what arrives is judged (judge.ts) and handed to `Listener`, what is written is committed through the
 * room.
 */
import * as Y from 'yjs';
import { utf8ToBytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { RetiredChain, RoomAddress, RoomContents, RoomLog, RoomUpdate } from '../sync/log.ts';
import { createIntake, type Intake } from './intake.ts';
import { createLinesJudge } from './judge.ts';
import { createLineDoc, updatesToLines, type LineDoc, type Lines } from './line-doc.ts';
import type { Replacements } from './rewrite.ts';
import type { Saver } from './status.ts';
import { t } from './text.ts';

export type { Root } from './lines.ts';
export type { Lines } from './line-doc.ts';

export interface ShardListener extends Saver {
  /** Lines that came in, at opening or later; `foreign` says that somebody else wrote them just now. */
  read(shard: Shard, lines: Lines, foreign: boolean): void;
}

/** Bytes that are merged into one segment, and characters (of up to three bytes) written in one transaction. */
const UPDATE_LIMIT = 128 * 1024;
const PART = 60 * 1024;
const RETRY_MS = 3000;

export interface Shard {
  readonly address: RoomAddress;
  readonly opened: boolean;
  /** Loads the room. Lines written before are appended once its own chain is loaded. */
  open(room: RoomLog): Promise<void>;
  write(lines: Partial<Lines>): void;
  /**
   * Commits what goes as archives, then takes lines out and puts others in their place, a batch a
   * transaction. Resolves when all is committed.
   */
  rewrite(batches: readonly Replacements[], archive: readonly string[]): Promise<void>;
  /** Makes a checkpoint where the log wants one: who only reads would never come to it by writing. */
  keepShort(): Promise<void>;
  lines(): Lines;
  editCount(): number;
  archives(): Promise<readonly Uint8Array[]>;
  /** Resolves when everything written is committed. */
  settled(): Promise<void>;
  close(): void;
}

const toFailure = (error: unknown): Failure =>
  typeof error === 'object' && error !== null && 'tag' in error && 'message' in error
    ? (error as Failure)
    : {
        tag: 'not-saved',
        message: t('notSaved')
      };

export function createShard(address: RoomAddress, device: string, listener: ShardListener): Shard {
  let doc = createLineDoc();
  let intake: Intake | undefined;
  let room: RoomLog | undefined;
  let stops: (() => void)[] = [];
  let early: Partial<Lines>[] = [];
  let unsaved: { update: Uint8Array; kind: 'edits' | 'rewrite' }[] = [];
  let committing: Promise<void> | undefined;
  let reopening: Promise<void> | undefined;
  let writingAgain = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  /** Merges what has gathered into updates below the limit and commits them one after the other. */
  async function commit(): Promise<void> {
    while (room && unsaved.length > 0) {
      const batch = [unsaved[0]!];
      let size = batch[0]!.update.length;
      while (batch.length < unsaved.length) {
        const next = unsaved[batch.length]!;
        size += next.update.length;
        if (size > UPDATE_LIMIT || next.kind !== batch[0]!.kind) break;
        batch.push(next);
      }
      const update = batch.length === 1 ? batch[0]!.update : Y.mergeUpdates(batch.map((item) => item.update));
      try {
        await room.append(update, batch[0]!.kind);
        unsaved = unsaved.filter((item) => !batch.includes(item));
      } catch (error) {
        listener.failing(toFailure(error));
        retry ??= setTimeout(() => {
          retry = undefined;
          startCommitting();
        }, RETRY_MS);
        return;
      }
    }
    await keepShort();
  }

  async function keepShort(): Promise<void> {
    // What waits was not judged to the end, and a checkpoint holds only what was.
    if (room?.wantsCheckpoint() && intake?.waiting === 0)
      await room.checkpoint(Y.mergeUpdates).catch(() => {});
  }

  /** Everything that is in the log, and nothing else. */
  function takeState(): Uint8Array | undefined {
    const whole = room && intake?.waiting === 0 && unsaved.length === 0 && !committing;
    return whole ? doc.state() : undefined;
  }

  function startCommitting(): void {
    committing ??= commit().finally(() => {
      committing = undefined;
      if (unsaved.length === 0) listener.saved();
    });
  }

  /** Large imports become several transactions, each small enough for one segment. */
  function write(written: Partial<Lines>): void {
    listener.saving();
    if (!room) {
      early.push(written);
      return;
    }
    for (const root of ['records', 'edits', 'purged'] as const)
      for (const part of linesToParts(written[root] ?? [])) doc.append({ [root]: part });
    startCommitting();
  }

  // ── what comes in ───────────────────────────────────────────────────────────────────────────────────

  function createDocIntake(into: LineDoc, opening: RoomLog, retired: Set<number>): Intake {
    return createIntake(
      {
        // What this device wrote and reads back was lines when it was written: parsing them all again would
        // make opening twice as long.
        judge: createLinesJudge({
          rootAt: into.rootAt,
          trusts: (from) => room === undefined && from.device === device
        }),
        stateOf: into.stateOf,
        apply: (update) => into.apply(update.bytes),
        rejected: (update, reason) => {
          listener.quarantined(reason);
          void opening.reject(update, reason).catch(() => {});
        }
      },
      retired
    );
  }

  /** Reads the room into a new document. Where Yjs stumbles over an update, that one is left out with its chain. */
  function load(opening: RoomLog, { updates }: RoomContents): void {
    const retired = new Set<number>();
    for (;;) {
      const next = createLineDoc();
      const loading = createDocIntake(next, opening, retired);
      let stumbled: RoomUpdate | undefined;
      next.load(() => {
        for (const update of updates) {
          try {
            loading.take(update);
          } catch {
            stumbled = update;
            break;
          }
        }
      });
      if (!stumbled?.from) {
        doc = next;
        intake = loading;
        if (stumbled) listener.quarantined({ tag: 'unreadable-part', message: t('unreadableSaved') });
        return;
      }
      setAside(stumbled, opening);
      retired.add(stumbled.from.clientId);
      next.destroy();
    }
  }

  function setAside(update: RoomUpdate, from: RoomLog): void {
    const reason: Failure = { tag: 'unreadable-part', message: t('unreadableForeign') };
    listener.quarantined(reason);
    void from.reject(update, reason).catch(() => {});
  }

  async function open(opening: RoomLog): Promise<void> {
    const contents = await opening.read();
    if (closed) return;
    for (const problem of contents.problems) listener.quarantined(problem);
    load(opening, contents);
    doc.writer = contents.clientId;
    listener.waiting(intake!.waiting);
    room = opening;
    // Listeners only now: Yjs would encode the whole loaded state again for an update listener.
    let foreign = false;
    doc.listen(
      (lines) => listener.read(shard, lines, foreign),
      (update, kind) => unsaved.push({ update, kind })
    );
    const stopUpdates = opening.onUpdate((update) => {
      const { waiting } = intake!;
      foreign = true;
      try {
        doc.together(() => intake!.take(update));
      } catch {
        setAside(update, opening);
        reopen(opening);
      } finally {
        foreign = false;
      }
      if (intake!.waiting !== waiting) listener.waiting(intake!.waiting);
    });
    stops.push(stopUpdates);
    listener.read(shard, doc.lines(), false);
    const waiting = early;
    early = [];
    for (const written of waiting) write(written);
    stops.push(opening.onSnapshot(takeState));
    const stopRetired = opening.onRetired((retired) => writeAgain(opening, retired));
    if (room) stops.push(stopRetired);
    else stopRetired(); // it told at once, and the room is being read again
  }

  function stopListening(): void {
    for (const stop of stops) stop();
    stops = [];
  }

  /** Builds the document anew from the log. What is written meanwhile waits. */
  function reopen(opening: RoomLog): void {
    if (reopening || closed) return;
    stopListening();
    room = undefined;
    const before = doc;
    // Structs of the old document mean nothing in the new one: what is not committed is written again.
    const lost = updatesToLines(unsaved.filter(({ kind }) => kind === 'edits').map(({ update }) => update));
    unsaved = [];
    early.unshift(lost);
    reopening = open(opening)
      .then(() => before.destroy())
      .catch((error: unknown) => listener.failing(toFailure(error)))
      .finally(() => (reopening = undefined));
  }

  /**
   * Rule 2, last sentence: nobody takes what this device wrote under that client id from some segment on, so
   * it is written again under another. Lines say who wrote them when, so the meaning stays the same. A lost
   * rewrite changed no meaning, and is made again when the shard is long.
   */
  function writeAgain(opening: RoomLog, { lost, done }: RetiredChain): void {
    if (writingAgain) return; // it is told until it is done
    writingAgain = true;
    const edits = lost.filter(({ from }) => from?.kind === 'edits').map(({ bytes }) => bytes);
    early.push(updatesToLines(edits));
    listener.saving();
    reopen(opening);
    void (reopening ?? Promise.resolve())
      .then(() => shard.settled())
      .then(done)
      .catch(() => {})
      .finally(() => (writingAgain = false));
  }

  const shard: Shard = {
    address,
    get opened() {
      return room !== undefined;
    },
    open,
    write,
    keepShort,
    lines: () => doc.lines(),
    editCount: () => doc.editCount(),
    rewrite: async (batches, archive) => {
      await shard.settled();
      for (const part of linesToParts(archive)) await room!.append(utf8ToBytes(part.join('\n')), 'archive');
      for (const batch of batches) {
        doc.replace(batch);
        startCommitting();
        await shard.settled();
      }
    },
    archives: async () => (room ? room.archives() : []),
    settled: async () => {
      await reopening;
      if (!room && early.length > 0) throw toFailure(undefined);
      while (unsaved.length > 0 || committing) {
        if (!committing && retry) throw toFailure(undefined);
        startCommitting();
        await committing;
      }
    },
    close: () => {
      closed = true;
      stopListening();
      clearTimeout(retry);
      doc.destroy();
    }
  };
  return shard;
}

/** Cuts lines into parts that each fit a segment. */
function linesToParts(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  let size = Infinity;
  for (const line of lines) {
    if (size + line.length > PART) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(line);
    size += line.length;
  }
  return parts;
}
