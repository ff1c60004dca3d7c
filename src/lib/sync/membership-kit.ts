/**
 * The recovery kit: one more device of its owner, whose keys are 24 words on paper. It comes in like any device,
 * by invitation, request and admission, all made at once on the device beside it; it counts when its words were
 * typed in again. Restoring is the kit letting in a new device.
 */
import { base64urlToBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { openInvitation } from '../identity/invitation.ts';
import { openKeyring } from '../identity/keyring.ts';
import { recoveryWordsToKeys } from '../identity/recovery.ts';
import { rosterCrypto } from '../identity/statements.ts';
import { levelOf, memberOf, officeCompartment, presentDevice } from '../protocol/roster-rights.ts';
import { verifyRoster, type Roster } from '../protocol/roster.ts';
import { createClientIds } from './found-office.ts';
import {
  createNewDevice,
  describeDevice,
  isHere,
  keepOffice,
  type JoiningKeys
} from './membership-arrive.ts';
import { makeInvitation, type MembershipDeps } from './membership-invite.ts';
import type { OutsideDeps } from './membership-join.ts';
import { fillLockboxes, openBoxes, readStoredKeys } from './membership-keys.ts';
import { createRosterPort, type RosterPort, type Signer } from './membership-port.ts';
import { t } from './membership-text.ts';
import type { OfficeContext } from './office-context.ts';
import { openOutsideLine } from './outside-line.ts';

const FIVE_MINUTES = 5 * 60 * 1000;

/** Which device the words stand for. */
export async function wordsToDevice(words: string, clientIds: number[]): Promise<Result<JoiningKeys>> {
  const keys = await recoveryWordsToKeys(words);
  return keys.ok ? ok(await describeDevice(keys.value, 'kit', clientIds)) : keys;
}

/** Brings the kit in, and opens with its words what was sealed to it. Failures: `words-wrong`, those of appending. */
export async function admitKit(
  { context, port }: MembershipDeps,
  words: string,
  name: string
): Promise<Result<Roster>> {
  const kit = await recoveryWordsToKeys(words);
  if (!kit.ok) return kit;
  const taken = [...context.roster.devices.values()].flatMap(({ clientIds }) => clientIds);
  const device = await describeDevice(kit.value, 'kit', createClientIds(context.deps.random, taken));
  const admitted = await letInAtOnce(
    context,
    port,
    { id: device.id, signing: kit.value.signing.privateKey },
    device,
    name
  );
  if (!admitted.ok) return admitted;
  const { missing } = await openBoxes(
    await readChain(context),
    admitted.value,
    device.id,
    kit.value.agreement,
    { ...(await readStoredKeys(context)), compartments: [] },
    context.deps.random
  );
  return missing.length === 0 ? admitted : failed('key-missing', t('keyMissing'));
}

/** Invites, asks and admits another device of the member whose device the port signs for. */
async function letInAtOnce(
  context: Pick<OfficeContext, 'deviceId' | 'keyring' | 'deps' | 'officeId'>,
  port: RosterPort,
  signer: Signer,
  device: JoiningKeys,
  name: string,
  readKeys = () => readStoredKeys(context)
): Promise<Result<Roster>> {
  const { keyring, deps, deviceId } = context;
  const current = await port.roster();
  if (!current.ok) return current;
  const member = memberOf(current.value, deviceId);
  if (!member) return failed('kit-removed', t('kitRemoved'));
  const wish = { role: member.role, member: member.id, levels: {} };
  const made = await makeInvitation({ keyring, deps }, wish, deps.clock.now() + FIVE_MINUTES);
  const invited = await port.append(async (roster) => ok(await made.draft(roster)));
  if (!invited.ok) return invited;

  const invitation = await openInvitation(made.secret);
  const about = await invitation.sealAbout(JSON.stringify({ personName: '', deviceName: name }), deps.random);
  const proof = await invitation.prove(device);
  const joined = await port.append(
    () => ok({ kind: 'join' as const, invitation: made.id, device, about, proof }),
    signer
  );
  if (!joined.ok) return joined;

  return port.append(async (roster) => {
    const readable = roster.compartments.filter(({ id }) => levelOf(roster, deviceId, id) !== 'none');
    const boxes = await fillLockboxes(
      roster,
      await readKeys(),
      readable.map(({ id }) => id),
      [{ id: device.id, agreement: base64urlToBytes(device.agreement) }]
    );
    if (!boxes.ok) return boxes;
    return ok({
      kind: 'admit' as const,
      device: device.id,
      name: await keyring.sealName(officeCompartment(roster), name),
      member: { id: member.id },
      role: member.role,
      levels: [],
      lockboxes: boxes.value
    });
  });
}

async function readChain({ officeId, deps }: OfficeContext): Promise<Bytes[]> {
  return (await deps.store.entries<Bytes>({ prefix: [officeId, 'roster'] })).map(([, bytes]) => bytes);
}

/**
 * Everything on a new device, from the words and the office server's address. Failures: `words-wrong`,
 * `kit-removed`, `kit-unknown`, `office-here`, `server-unreachable`, `roster-damaged`, `roster-newer`, those of keeping.
 */
export async function restoreFromKit(
  words: string,
  server: string,
  deviceName: string,
  deps: OutsideDeps
): Promise<Result<{ readonly officeId: string }>> {
  const kit = await recoveryWordsToKeys(words);
  if (!kit.ok) return kit;
  const { signing, agreement } = kit.value;
  const { id } = await describeDevice(kit.value, 'kit', []);
  const transport = await deps.createTransport(server);
  const opened = await openOutsideLine(
    transport,
    { kind: 'device', id, signing: signing.privateKey },
    deps.timers
  );
  if (!opened.ok) {
    if (opened.error.tag === 'server-unreachable') return opened;
    if (opened.error.tag === 'removed') return failed('kit-removed', t('kitRemoved'));
    return failed('kit-unknown', t('kitUnknown'));
  }
  const line = opened.value;
  try {
    const read = (): Promise<Result<Roster>> => verifyRoster(line.chain(), rosterCrypto);
    const first = await read();
    if (!first.ok) return first;
    const roster = first.value;
    if (!presentDevice(roster, id)) return failed('kit-removed', t('kitRemoved'));
    if (await isHere(roster.officeId, deps.store)) return failed('office-here', t('officeHere'));
    const fresh = await createNewDevice(deps.random);
    const { stored } = await openBoxes(line.chain(), roster, id, agreement, fresh.keys, deps.random);
    const keyring = await openKeyring(stored, deps.random);
    if (!keyring.ok) return keyring;
    const context = {
      officeId: roster.officeId,
      deviceId: id,
      keyring: keyring.value,
      deps: deps as unknown as OfficeContext['deps']
    };
    const port = createRosterPort(line, { id, signing: signing.privateKey }, read, deps.clock);
    const admitted = await letInAtOnce(
      context,
      port,
      { id: fresh.device.id, signing: fresh.keys.signing.privateKey },
      fresh.device,
      deviceName,
      async () => stored
    );
    if (!admitted.ok) return admitted;
    return await keepOffice(admitted.value, line.chain(), stored, server, deps);
  } finally {
    line.close();
  }
}
