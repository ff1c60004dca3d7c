/**
 * Prints what a file is read as, one JSON line for each file:
 * `{"file","format","records":[{"type","fields"…}],"problems":[{"where","what"}]}`.
 *
 *   node src/lib/formats/inspect.ts FILE…
 *
 * A file that cannot be opened is a line with a problem, too; the exit code is 1 only then.
 */
import { readFile as readBytes } from 'node:fs/promises';
import { argv, stdout } from 'node:process';
import { readFile, type Reading } from './read.ts';

async function inspect(file: string): Promise<Reading> {
  try {
    return await readFile(file.split('/').at(-1)!, await readBytes(file));
  } catch (error) {
    process.exitCode = 1;
    const what = `This file could not be opened (${(error as Error).message}).`;
    return { format: 'none', records: [], problems: [{ where: 'The file', what }] };
  }
}

for (const file of argv.slice(2)) {
  const { format, name, method, records, problems } = await inspect(file);
  stdout.write(`${JSON.stringify({ file, format, name, method, records, problems })}\n`);
}
