/** What may be set from outside, each with its default and a sentence when it makes no sense. */
import { resolve } from 'node:path';
import { failed, ok, type Result } from '../src/lib/base/result.ts';

export interface Settings {
  /** 0 asks the system for a free one. */
  readonly port: number;
  /** Absent: every interface. */
  readonly host: string | undefined;
  /** The folder that everything is kept in, absolute. */
  readonly data: string;
}

export function readSettings(
  from: Readonly<Record<string, string | undefined>>,
  root: string
): Result<Settings> {
  const port = from.PORT?.trim() || '4280';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    return failed('bad-port', `PORT is "${port}", but must be a number from 0 to 65535.`);
  return ok({
    port: Number(port),
    host: from.HOST?.trim() || undefined,
    data: resolve(root, from.ANTEROOM_DATA?.trim() || 'data')
  });
}
