/**
 * The roster: an append-only hash chain of signed statements on who may do what. `found` begins it and its
 * hash is the office's id. The verifier is pure: it is handed the bytes and what to verify with, and runs alike
 * on every device and on the relay. What a statement looks like is roster-statements.ts, what it may do
 * roster-rules.ts, what can be asked roster-rights.ts.
 */
import { base64urlToBytes, bytesToBase64url, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { isFullMember, presentDevice } from './roster-rights.ts';
import { applyStatement } from './roster-rules.ts';
import type { Roster } from './roster-state.ts';
import {
  INVITATION_LIMIT,
  joiningDeviceToBytes,
  parseFound,
  parseLater,
  parseSigned,
  ROSTER_VERSION,
  type LaterStatement,
  type Signed
} from './roster-statements.ts';
import { t } from './text.ts';

export * from './roster-state.ts';
export {
  CLIENT_IDS_AT_ONCE,
  joiningDeviceToBytes,
  ROSTER_VERSION,
  signedToBytes,
  statementToBytes,
  type ChainHead,
  type Draft,
  type FoundStatement,
  type IdsStatement,
  type LaterKind,
  type LaterStatement,
  type Level,
  type Role,
  type Statement,
  type StatementOf
} from './roster-statements.ts';

export interface RosterCrypto {
  sha256(bytes: Bytes): Promise<Bytes>;
  /** Whether the device with this Ed25519 key signed a statement of this hash. */
  verifyStatement(signingKey: Bytes, hash: Bytes, signature: Bytes): Promise<boolean>;
  /** Whether an invitation with this Ed25519 key speaks for a device whose keys have this hash. */
  verifyInvitation(key: Bytes, hash: Bytes, signature: Bytes): Promise<boolean>;
}

/** How far a device's clock may be ahead before its invitations are refused. */
const SKEW = 60 * 60 * 1000;

/**
 * Where a statement is taken for the first time: at the relay, and on a device that makes one. By that clock
 * (milliseconds since 1970) a `join` may be too late and an invitation too long, and what this build does not know is taken from full
 * members only. A chain that was taken once is read without a gate.
 */
export interface Gate {
  readonly now: number;
}

export async function signingKeyToDeviceId(
  signingKey: Bytes,
  crypto: Pick<RosterCrypto, 'sha256'>
): Promise<string> {
  return bytesToBase64url((await crypto.sha256(signingKey)).slice(0, 16));
}

/** Reads the whole chain. Failures: `roster-damaged`, `roster-newer` (when nothing of it can be understood). */
export async function verifyRoster(chain: readonly Bytes[], crypto: RosterCrypto): Promise<Result<Roster>> {
  const damaged = failed('roster-damaged', t('rosterDamaged'));
  const [first, ...rest] = chain;
  if (!first) return damaged;
  let read = await readFound(first, crypto);
  for (const bytes of rest) {
    if (!read.ok) return read;
    read = await extendRoster(read.value, bytes, crypto);
    if (!read.ok) return damaged;
  }
  return read;
}

/**
 * One statement more. Failures: `roster-behind`, where it names another statement as the last; `roster-refused`,
 * where it is malformed, not genuine or against a rule; `invitation-expired`.
 */
export async function extendRoster(
  roster: Roster,
  bytes: Bytes,
  crypto: RosterCrypto,
  gate?: Gate
): Promise<Result<Roster>> {
  const refused = failed('roster-refused', t('rosterRefused'));
  const signed = parseSigned(bytes);
  if (!signed) return refused;
  const { statement } = signed;
  if (statement.sequence !== roster.length || statement['previous'] !== roster.head)
    return failed('roster-behind', t('rosterBehind'));
  const hash = await hashStatement(signed, crypto);
  const signature = base64urlToBytes(signed.signature);
  const next: Roster = { ...roster, head: bytesToBase64url(hash), length: roster.length + 1 };
  const parsed = parseLater(statement);
  if (!parsed) return refused;

  // Behind a statement that means something unknown, nothing more can be judged.
  if (roster.newer || parsed === 'unknown') {
    if (gate && !(await isByFullMember(roster, statement, hash, signature, crypto))) return refused;
    return ok({ ...next, newer: roster.newer ?? { tag: 'roster-newer', message: t('rosterNewer') } });
  }
  if (parsed.kind === 'join') {
    const { device } = parsed;
    const invitation = roster.invitations.get(parsed.invitation);
    const signing = base64urlToBytes(device.signing);
    if (!invitation || parsed.by !== device.id) return refused;
    if (device.id !== (await signingKeyToDeviceId(signing, crypto))) return refused;
    if (!(await crypto.verifyStatement(signing, hash, signature))) return refused;
    const keys = await crypto.sha256(joiningDeviceToBytes(device));
    const proof = base64urlToBytes(parsed.proof);
    if (!(await crypto.verifyInvitation(base64urlToBytes(invitation.key), keys, proof))) return refused;
    if (invitation.state === 'open' && Math.max(parsed.at, gate?.now ?? 0) > invitation.until)
      return failed('invitation-expired', t('invitationExpired'));
  } else if (parsed.kind === 'invite' && gate && parsed.invitation.until > gate.now + INVITATION_LIMIT + SKEW)
    return refused;
  else if (!(await isGenuine(roster, parsed, hash, signature, crypto))) return refused;
  const applied = applyStatement(next, parsed);
  return applied ? ok(applied) : refused;
}

async function readFound(bytes: Bytes, crypto: RosterCrypto): Promise<Result<Roster>> {
  const damaged = failed('roster-damaged', t('rosterDamaged'));
  const signed = parseSigned(bytes);
  if (!signed || signed.statement.sequence !== 0) return damaged;
  if (signed.statement.version > ROSTER_VERSION) return failed('roster-newer', t('rosterMuchNewer'));
  const found = parseFound(signed.statement);
  if (!found) return damaged;
  const { device, member, compartments, at, about, root } = found;
  const hash = await hashStatement(signed, crypto);
  const signing = base64urlToBytes(device.signing);
  if (device.id !== (await signingKeyToDeviceId(signing, crypto))) return damaged;
  if (!(await crypto.verifyStatement(signing, hash, base64urlToBytes(signed.signature)))) return damaged;
  if (root !== member.id || !allDifferent(device.clientIds)) return damaged;
  if (!allDifferent(compartments.map(({ id }) => id))) return damaged;
  const head = bytesToBase64url(hash);
  const { id, name, role = 'secretary' } = member;
  const levels = new Map(compartments.map((one) => [one.id, 'write' as const]));
  return ok({
    officeId: head,
    foundedAt: at,
    about,
    head,
    length: 1,
    root,
    members: new Map([[id, { id, name, role, levels, wrote: new Map() }]]),
    devices: new Map([
      [
        device.id,
        {
          id: device.id,
          member: id,
          signing,
          agreement: base64urlToBytes(device.agreement),
          clientIds: device.clientIds,
          kind: 'device',
          since: at
        }
      ]
    ]),
    compartments: compartments.map((one) => ({ ...one, past: new Map(), due: false })),
    invitations: new Map(),
    requests: new Map()
  });
}

const hashStatement = ({ text }: Signed, crypto: RosterCrypto): Promise<Bytes> =>
  crypto.sha256(utf8ToBytes(text));

/** Signed by the device it names, which is in the office. */
async function isGenuine(
  roster: Roster,
  { by }: Pick<LaterStatement, 'by'>,
  hash: Bytes,
  signature: Bytes,
  crypto: RosterCrypto
): Promise<boolean> {
  const device = presentDevice(roster, by);
  return device !== undefined && crypto.verifyStatement(device.signing, hash, signature);
}

async function isByFullMember(
  roster: Roster,
  statement: Signed['statement'],
  hash: Bytes,
  signature: Bytes,
  crypto: RosterCrypto
): Promise<boolean> {
  const by = statement['by'];
  if (typeof by !== 'string' || !isFullMember(roster, by)) return false;
  return isGenuine(roster, { by }, hash, signature, crypto);
}

const allDifferent = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
