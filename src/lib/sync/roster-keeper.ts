/**
 * Keeps this device's copy of the roster and the relay's the same chain. Only what extends ours is believed;
 * what the relay lacks is said again; statements that this device made and the relay never had are signed anew
 * on its last one when somebody else was faster. Anything else is a fork, and stops everything.
 */
import { bytesToUtf8, equalBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { rosterCrypto, signStatement } from '../identity/statements.ts';
import { extendRoster, verifyRoster, type IdsStatement } from '../protocol/roster.ts';
import { keysOf, type RelayRecord } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { t } from './text.ts';
import type { Wire } from './wire.ts';

interface Taken {
  readonly changed: boolean;
  readonly gap?: true;
}

export interface RosterKeeper {
  /**
   * Statements of the relay from number `from` on. Failure: `roster-forked`. `changed`: ours grew or was signed anew;
   * `gap`: those before them are missing here, and nothing was taken.
   */
  take(from: number, statements: readonly Bytes[]): Promise<Result<Taken>>;
  /** Says what the relay lacks. Call after `take` was given all that came before `ready`. */
  sayAgain(): Promise<void>;
  /** Whether this device has statements that the relay lacks. */
  isAhead(): Promise<boolean>;
  /** Has the relay append one statement made on the last one, and keeps it. Failures: as the relay says. */
  append(statement: Bytes): Promise<Result<true>>;
  /** At the beginning of a connection, whose `auth` said how many we have. */
  begin(): Promise<{ readonly count: number }>;
  all(): Promise<Bytes[]>;
}

export function createRosterKeeper(context: OfficeContext, wire: () => Wire): RosterKeeper {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  /** How many statements the relay is known to hold in this connection. */
  let atRelay = 0;

  const all = async (): Promise<Bytes[]> =>
    (await store.entries<Bytes>({ prefix: keys.roster })).map(([, bytes]) => bytes);

  const forked = (): Result<never> => failed('roster-forked', t('rosterForked'));

  async function take(from: number, statements: readonly Bytes[]): Promise<Result<Taken>> {
    const ours = await all();
    if (from > ours.length) return ok({ changed: false, gap: true });
    atRelay = Math.max(atRelay, from + statements.length);
    const differs = statements.findIndex(
      (bytes, index) => from + index < ours.length && !equalBytes(bytes, ours[from + index]!)
    );
    if (differs >= 0) return rebase(ours, from + differs, [...ours.slice(0, from), ...statements]);
    const fresh = statements.slice(ours.length - from);
    const acknowledged = from + statements.length;
    if (fresh.length > 0) {
      if (!(await goesOn(ours, fresh))) return forked();
    }
    await commit(ours.length, fresh, acknowledged);
    if (fresh.length > 0) await context.refreshRoster();
    return ok({ changed: fresh.length > 0 });
  }

  async function goesOn(ours: readonly Bytes[], fresh: readonly Bytes[]): Promise<boolean> {
    const here = await context.refreshRoster();
    if (!here.ok || here.value.length !== ours.length) {
      const whole = await verifyRoster([...ours, ...fresh], rosterCrypto);
      return whole.ok && whole.value.officeId === context.officeId;
    }
    let roster = here.value;
    for (const bytes of fresh) {
      const next = await extendRoster(roster, bytes, rosterCrypto);
      if (!next.ok) return false;
      roster = next.value;
    }
    return true;
  }

  /** Appends where nobody else did in between; who did has brought the same, or it is found out next time. */
  const commit = (at: number, fresh: readonly Bytes[], acknowledged: number): Promise<void> =>
    store.commit([keys.meta, keys.statement(at), keys.relay], ([meta, standing, relay]) => {
      const known = (relay as RelayRecord | undefined)?.statements ?? 0;
      if (!meta || standing) return { result: undefined };
      return {
        put: [
          ...fresh.map((bytes, index) => [keys.statement(at + index), bytes] as const),
          ...(acknowledged > known
            ? [[keys.relay, { ...(relay as RelayRecord), statements: acknowledged }] as const]
            : [])
        ],
        result: undefined
      };
    });

  /** Ours from `at` on were never at the relay and are this device's own lists of client ids: they go behind theirs. */
  async function rebase(
    ours: readonly Bytes[],
    at: number,
    theirs: readonly Bytes[]
  ): Promise<Result<Taken>> {
    const known = (await store.get<RelayRecord>(keys.relay))?.statements ?? 0;
    const mine = ours.slice(at).map(parseIds);
    if (at < known || mine.some((one) => !one || one.by !== context.deviceId)) return forked();
    const chain = [...theirs];
    for (const statement of mine) {
      const standing = await verifyRoster(chain, rosterCrypto);
      if (!standing.ok || standing.value.officeId !== context.officeId) return forked();
      const again: IdsStatement = {
        ...statement!,
        sequence: standing.value.length,
        previous: standing.value.head
      };
      chain.push((await signStatement(again, context.keyring.signing)).bytes);
    }
    if (!(await verifyRoster(chain, rosterCrypto)).ok) return forked();
    await store.commit([keys.meta, keys.statement(ours.length), keys.relay], ([meta, more, relay]) => ({
      put:
        meta && !more
          ? [
              ...chain.slice(at).map((bytes, index) => [keys.statement(at + index), bytes] as const),
              [keys.relay, { ...(relay as RelayRecord), statements: theirs.length }]
            ]
          : [],
      result: undefined
    }));
    await context.refreshRoster();
    return ok({ changed: true });
  }

  let saying: Promise<void> = Promise.resolve();
  async function say(): Promise<void> {
    for (let ours = await all(); atRelay > 0 && atRelay < ours.length; ours = await all()) {
      const at = atRelay;
      const again = context.isFullMember(context.deviceId) ? { again: true as const } : {};
      const reply = await wire().ask('state', again, [ours[at]!]);
      if (reply?.answer.kind !== 'ack' || reply.answer.body.refused) return;
      atRelay = Math.max(atRelay, at + 1);
      await commit(ours.length, [], atRelay);
    }
  }

  async function append(statement: Bytes): Promise<Result<true>> {
    const reply = await wire().ask('state', {}, [statement]);
    if (!reply) return failed('server-unreachable', t('serverUnreachable'));
    const { answer } = reply;
    if (answer.kind === 'refused') return failed(answer.body.tag, t('statementRefused'));
    if (answer.kind === 'ack' && answer.body.refused)
      return failed(answer.body.refused.tag, t('statementRefused'));
    const ours = await all();
    // It may have come back as everybody's news already.
    if (!ours.some((bytes) => equalBytes(bytes, statement))) {
      const taken = await take(ours.length, [statement]);
      if (!taken.ok) return taken;
    }
    return ok(true);
  }

  return {
    take,
    append,
    all,
    begin: async () => {
      atRelay = 0;
      return { count: (await all()).length };
    },
    isAhead: async () => (await all()).length > atRelay,
    sayAgain: () => (saying = saying.then(say).catch(() => {}))
  };
}

function parseIds(bytes: Bytes): IdsStatement | undefined {
  const { statement } = JSON.parse(bytesToUtf8(bytes)) as { statement: IdsStatement };
  return statement.kind === 'ids' ? statement : undefined;
}
