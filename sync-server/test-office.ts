/**
 * Offices and devices for the relay's tests: real keys, real statements, real headers and signatures. What is sealed
 * is random, since the relay cannot tell.
 */
import { generateKeyPairSync, hash, sign, type KeyObject } from 'node:crypto';
import {
  base64urlToBytes,
  bytesToBase64url,
  concatBytes,
  utf8ToBytes,
  type Bytes
} from '../src/lib/base/bytes.ts';
import { createSeededRandom } from '../src/lib/base/random.ts';
import type { FrameBody } from '../src/lib/protocol/frames.ts';
import { manifestToBytes, signedManifestToBytes, type Manifest } from '../src/lib/protocol/manifest.ts';
import {
  signedToBytes,
  statementToBytes,
  type LaterKind,
  type StatementOf,
  type Level,
  type Role,
  type Statement
} from '../src/lib/protocol/roster.ts';
import { joiningDeviceToBytes } from '../src/lib/protocol/roster-statements.ts';
import {
  encodeHeader,
  NO_PREVIOUS,
  type SegmentHeader,
  type SegmentKind
} from '../src/lib/protocol/segment.ts';
import { toSign, type Domain } from '../src/lib/protocol/signing.ts';

export const sha256 = (bytes: Uint8Array): Bytes => new Uint8Array(hash('sha256', bytes, 'buffer'));
export const hashToText = (bytes: Uint8Array): string => bytesToBase64url(sha256(bytes));

/** A statement without its place in the chain. */
export type Draft = {
  [K in LaterKind]: Omit<StatementOf<K>, 'version' | 'sequence' | 'previous'>;
}[LaterKind];

let seed = 0;
/** A suite of tests draws the same offices every time it runs. */
const random = createSeededRandom(77);
const name = (length = 16) => bytesToBase64url(random.bytes(length));

export interface Sealed {
  readonly bytes: Bytes;
  readonly hash: Bytes;
  readonly header: SegmentHeader;
  /** `compartment/name`. */
  readonly room: string;
}

export const roomToText = ({ compartment, room }: Pick<SegmentHeader, 'compartment' | 'room'>): string =>
  `${bytesToBase64url(compartment)}/${bytesToBase64url(room)}`;

interface KeyPair {
  readonly key: KeyObject;
  readonly public: Bytes;
}

function createKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, public: base64urlToBytes(publicKey.export({ format: 'jwk' }).x!) };
}

export const signWith = ({ key }: KeyPair, domain: Domain, digest: Bytes): Bytes =>
  new Uint8Array(sign(null, toSign(domain, digest), key));

/** A person's device, that may be in several chains of rooms. */
export class TestDevice {
  readonly keys = createKeys();
  readonly id = bytesToBase64url(sha256(this.keys.public).slice(0, 16));
  readonly agreement = name(32);
  readonly clientIds: number[] = [];
  readonly member = name();
  /** Where each of its chains ends, by `room clientId`. */
  readonly ends = new Map<string, { sequence: number; hash: Bytes }>();

  constructor() {
    const first = ++seed * 100;
    for (let index = 0; index < 8; index++) this.clientIds.push(first + index);
  }

  /** The next segment of a chain, unless told otherwise; `changes` make it another one than it should be. */
  seal(
    office: TestOffice,
    options: {
      room?: string;
      kind?: SegmentKind;
      clientId?: number;
      size?: number;
      /** What stands where the ciphertext does; else so many random bytes. */
      content?: Uint8Array;
      epoch?: number;
      changes?: Partial<SegmentHeader>;
      signer?: TestDevice;
      keep?: boolean;
    } = {}
  ): Sealed {
    const { room: text = office.room('office', '2026'), kind = 'edits', size = 16, epoch = 1 } = options;
    const clientId = options.clientId ?? this.clientIds[0]!;
    const end = this.ends.get(`${text} ${clientId}`);
    const [compartment, room] = text.split('/') as [string, string];
    const header: SegmentHeader = {
      version: 1,
      kind,
      office: base64urlToBytes(office.id),
      compartment: base64urlToBytes(compartment),
      room: base64urlToBytes(room),
      epoch,
      device: base64urlToBytes(this.id),
      clientId,
      sequence: (end?.sequence ?? 0) + 1,
      previous: end?.hash ?? NO_PREVIOUS,
      ...options.changes
    };
    const signed = concatBytes(
      encodeHeader(header),
      random.bytes(12),
      options.content ? concatBytes(options.content, random.bytes(16)) : random.bytes(size + 17)
    );
    const digest = sha256(signed);
    const { keys } = options.signer ?? this;
    const sealed = {
      bytes: concatBytes(signed, signWith(keys, 'anteroom/segment/1', digest)),
      hash: digest,
      header,
      room: roomToText(header)
    };
    if (options.keep !== false)
      this.ends.set(`${text} ${clientId}`, { sequence: header.sequence, hash: digest });
    return sealed;
  }

  auth(office: TestOffice, nonce: string, changes: Partial<FrameBody<'auth'>> = {}): FrameBody<'auth'> {
    return {
      version: 1,
      office: office.id,
      device: this.id,
      signature: this.answer(office, nonce),
      statements: 0,
      ...changes
    };
  }

  answer(office: TestOffice, nonce: string, keys = this.keys): string {
    const digest = sha256(concatBytes(base64urlToBytes(nonce), base64urlToBytes(office.id)));
    return bytesToBase64url(signWith(keys, 'anteroom/challenge/1', digest));
  }

  manifest(office: TestOffice, facts: Omit<Manifest, 'version' | 'office' | 'by' | 'at'>): Bytes {
    const manifest: Manifest = { version: 1, office: office.id, by: this.id, at: 1, ...facts };
    const signature = signWith(this.keys, 'anteroom/manifest/1', sha256(manifestToBytes(manifest)));
    return signedManifestToBytes({ manifest, signature });
  }
}

/** An office with its roster, founded by a secretary; statements are made on its end. */
export class TestOffice {
  readonly founder = new TestDevice();
  readonly statements: Bytes[] = [];
  readonly id: string;
  readonly compartments: Readonly<Record<'office' | 'private' | 'finance', string>>;
  head: string;
  at = Date.UTC(2026, 10, 23, 9);

  constructor() {
    const { founder } = this;
    this.compartments = { office: name(), private: name(), finance: name() };
    const statement: Statement = {
      version: 1,
      kind: 'found',
      sequence: 0,
      at: this.at,
      about: name(40),
      device: this.#keysOf(founder),
      member: { id: founder.member, name: name(30) },
      root: founder.member,
      compartments: (['office', 'private', 'finance'] as const).map((kind) => ({
        id: this.compartments[kind],
        kind,
        epoch: 1 as const,
        name: name(30)
      }))
    };
    this.id = this.head = '';
    this.id = this.head = this.#sign(statement, founder);
  }

  room(compartment: 'office' | 'private' | 'finance', shard: string): string {
    return `${this.compartments[compartment]}/${bytesToBase64url(sha256(utf8ToBytes(shard)).slice(0, 16))}`;
  }

  /** The next statement, by somebody; it counts here at once. */
  state(draft: Draft, by: TestDevice): Bytes {
    const bytes = this.draw(draft, by);
    this.head = hashToText(statementToBytes(this.#last!));
    this.statements.push(bytes);
    return bytes;
  }

  /** Signed on the end of the roster, but not part of it. */
  draw(draft: Draft, by: TestDevice): Bytes {
    this.#last = {
      ...draft,
      version: 1,
      sequence: this.statements.length,
      previous: this.head
    } as Statement;
    return signedToBytes(
      this.#last,
      signWith(by.keys, 'anteroom/statement/1', sha256(statementToBytes(this.#last)))
    );
  }
  #last: Statement | undefined;

  /** Invited by the founder; what the invitation's holder needs is its key. */
  invite(role: Role = 'assistant', until = this.at + 900_000) {
    const invitation = { id: name(), keys: createKeys(), until };
    const bytes = this.state(
      {
        kind: 'invite',
        at: this.at,
        by: this.founder.id,
        invitation: {
          id: invitation.id,
          key: bytesToBase64url(invitation.keys.public),
          until,
          role,
          levels: []
        },
        secret: name(40)
      },
      this.founder
    );
    return { ...invitation, bytes };
  }

  /** As a draft, so that it can be handed in by the device itself. */
  join(device: TestDevice, invitation: { id: string; keys: KeyPair }, at = this.at): Draft {
    const facts = { ...this.#keysOf(device), kind: 'device' as const };
    return {
      kind: 'join',
      at,
      by: device.id,
      invitation: invitation.id,
      device: facts,
      about: name(40),
      proof: bytesToBase64url(
        signWith(invitation.keys, 'anteroom/invitation/1', sha256(joiningDeviceToBytes(facts)))
      )
    };
  }

  admit(
    device: TestDevice,
    role: Role,
    levels: Partial<Record<'office' | 'private' | 'finance', Level>>
  ): Draft {
    return {
      kind: 'admit',
      at: this.at,
      by: this.founder.id,
      device: device.id,
      name: name(30),
      member: { id: device.member, name: name(30) },
      role,
      levels: Object.entries(levels).map(([kind, level]) => [this.compartments[kind as 'office'], level]),
      lockboxes: [[device.id, name(60)]]
    };
  }

  /** Somebody new, with all three statements in the roster. */
  add(
    role: Role = 'assistant',
    levels: Partial<Record<'office' | 'private' | 'finance', Level>> = { office: 'write' }
  ): TestDevice {
    const device = new TestDevice();
    const invitation = this.invite(role);
    this.state(this.join(device, invitation), device);
    this.state(this.admit(device, role, levels), this.founder);
    return device;
  }

  revoke(device: TestDevice, heads: [string, number, number, string][], by = this.founder): Draft {
    return { kind: 'revoke', at: this.at, by: by.id, devices: [device.id], heads };
  }

  rotate(compartment: 'office' | 'private' | 'finance', epoch: number, devices: TestDevice[]): Draft {
    return {
      kind: 'rotate',
      at: this.at,
      by: this.founder.id,
      compartment: this.compartments[compartment],
      epoch,
      lockboxes: devices.map(({ id }) => [id, name(60)]),
      past: name(60)
    };
  }

  #keysOf(device: TestDevice) {
    return {
      id: device.id,
      signing: bytesToBase64url(device.keys.public),
      agreement: device.agreement,
      clientIds: device.clientIds
    };
  }

  #sign(statement: Statement, by: TestDevice): string {
    const digest = sha256(statementToBytes(statement));
    this.statements.push(signedToBytes(statement, signWith(by.keys, 'anteroom/statement/1', digest)));
    return bytesToBase64url(digest);
  }
}
