/** What may be set from outside, each with its default and a sentence when it makes no sense. */
import { resolve } from 'node:path';
import { failed, ok, type Result } from '../src/lib/base/result.ts';
import { FRAME_LIMIT } from '../src/lib/protocol/limits.ts';
import { defaultLimits, type RelayLimits } from './limits.ts';

export interface Settings {
  /** 0 asks the system for a free one. */
  readonly port: number;
  /** Absent: every interface. */
  readonly host: string | undefined;
  /** The folder that everything is kept in, absolute. */
  readonly data: string;
  /** Who has it may register an office from elsewhere; absent: only this machine may. */
  readonly registrationToken: string | undefined;
  /** Whether `/metrics` is answered to other machines too. */
  readonly openMetrics: boolean;
  readonly limits: RelayLimits;
}

const MEGABYTE = 1024 * 1024;

/** What stands in the environment, what it means, in which bounds, and how a person writes it. */
const numbers: readonly {
  readonly name: string;
  readonly limit: keyof RelayLimits;
  readonly unit: number;
  readonly least: number;
  readonly most: number;
  readonly what: string;
}[] = [
  { name: 'ANTEROOM_MAX_FRAME', limit: 'frame', unit: 1, least: 200_000, most: FRAME_LIMIT, what: 'bytes' },
  { name: 'ANTEROOM_MESSAGES_PER_SECOND', limit: 'messages', unit: 1, least: 1, most: 1e6, what: 'messages' },
  {
    name: 'ANTEROOM_UPLOAD_MB_PER_SECOND',
    limit: 'upload',
    unit: MEGABYTE,
    least: 1,
    most: 10_000,
    what: 'megabytes'
  },
  {
    name: 'ANTEROOM_SIGNATURES_PER_SECOND',
    limit: 'signatures',
    unit: 1,
    least: 0,
    most: 1e9,
    what: 'signatures'
  },
  { name: 'ANTEROOM_CONNECTIONS', limit: 'connections', unit: 1, least: 1, most: 1e6, what: 'connections' },
  {
    name: 'ANTEROOM_CONNECTIONS_PER_OFFICE',
    limit: 'connectionsOfOffice',
    unit: 1,
    least: 1,
    most: 1e6,
    what: 'connections'
  },
  { name: 'ANTEROOM_OFFICE_MB', limit: 'quota', unit: MEGABYTE, least: 1, most: 1e7, what: 'megabytes' },
  { name: 'ANTEROOM_SLOW_READER_KB', limit: 'slow', unit: 1024, least: 64, most: 1e6, what: 'kilobytes' }
];

export function readSettings(
  from: Readonly<Record<string, string | undefined>>,
  root: string
): Result<Settings> {
  const port = from.PORT?.trim() || '4280';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    return failed('bad-port', `PORT is "${port}", but must be a number from 0 to 65535.`);
  const limits: Record<keyof RelayLimits, number> = { ...defaultLimits };
  for (const { name, limit, unit, least, most, what } of numbers) {
    const text = from[name]?.trim();
    if (!text) continue;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      return failed(
        'bad-limit',
        `${name} is "${text}", but must be a number of ${what} from ${least} to ${most}.`
      );
    limits[limit] = value * unit;
  }
  const token = from.ANTEROOM_REGISTRATION_TOKEN?.trim() || undefined;
  if (token !== undefined && token.length < 16)
    return failed(
      'bad-token',
      'ANTEROOM_REGISTRATION_TOKEN is too short: with it anybody can set up offices here. Use at least 16 characters.'
    );
  const metrics = from.ANTEROOM_METRICS?.trim() || 'local';
  if (metrics !== 'local' && metrics !== 'open')
    return failed('bad-metrics', `ANTEROOM_METRICS is "${metrics}", but must be local or open.`);
  return ok({
    registrationToken: token,
    openMetrics: metrics === 'open',
    limits,
    port: Number(port),
    host: from.HOST?.trim() || undefined,
    data: resolve(root, from.ANTEROOM_DATA?.trim() || 'data')
  });
}
