import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CliError } from '../errors.ts';

/** The query as it was given: as an argument, in a file, or on standard input. @throws CliError USAGE */
export async function readQuery({ sql, file }: { sql?: string | undefined; file?: string }): Promise<string> {
  if ((sql === undefined) === (file === undefined)) {
    throw new CliError(
      'USAGE',
      'Give one query: as an argument, with --file, as "-" for standard input, or with --query-id. --slow lists the slow ones.',
    );
  }
  if (file !== undefined) {
    return readFile(file, 'utf8').catch((cause: unknown) => {
      throw new CliError('USAGE', `${file} cannot be read: ${(cause as Error).message}.`, { cause });
    });
  }
  return sql === '-' ? text(process.stdin) : (sql ?? '');
}
