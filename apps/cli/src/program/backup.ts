import { BACKUP_FORMATS, type BackupFormat, COMPRESSIONS } from '@org/db-operations/basics';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BackupChoice } from '../commands/backup.ts';
import type { RestoreChoice } from '../commands/restore.ts';
import { add, type Runner } from './command.ts';

/** `orgdb backup …` and `orgdb restore`. */
export function addBackup(program: Command, run: Runner): void {
  const parent = program.command('backup').description('write a backup, or prove one');
  add(parent, 'create', 'write the database to a file (what "backup" alone does)', { isDefault: true })
    .option('--to <file>', 'by default its name and the time, in this folder')
    .option(
      '-F, --format <format>',
      'orgbackup (its own), plain (SQL for psql), custom or directory (for pg_restore)',
      readFormat,
      'orgbackup',
    )
    .addOption(new Option('-Z, --compress <method>', 'of the formats of pg_dump').choices(COMPRESSIONS))
    .option('--key-from-env', 'fail when ORG_BACKUP_KEY is not set, instead of not encrypting', false)
    .option('--without-schema <name...>', 'leave these schemas out', [])
    .action((choice: BackupChoice) =>
      run(async (context) => (await import('../commands/backup.ts')).backup(context, choice)),
    );
  add(parent, 'verify', 'restore it into a scratch database and compare; exit code 1 when something differs')
    .argument('<file>', 'the backup')
    .action((file: string) =>
      run(async (context) => (await import('../commands/backup-verify.ts')).backupVerify(context, file)),
    );
  add(parent, 'decrypt', 'write what an encrypted dump holds, for psql or pg_restore')
    .argument('<file>', 'the backup')
    .requiredOption('--to <file>', 'is replaced')
    .action((file: string, { to }: { to: string }) =>
      run(async (context) =>
        (await import('../commands/backup-decrypt.ts')).backupDecrypt(context, file, to),
      ),
    );
  add(program, 'restore', 'make a database from a backup')
    .argument('<file>', 'the backup')
    .option('--to-database <name>', 'by default the one that is used')
    .option('--force', 'where it is not empty: keep its content under another name', false)
    .action((file: string, choice: RestoreChoice) =>
      run(async (context) => (await import('../commands/restore.ts')).restore(context, file, choice)),
    );
}

/** A format by its name, or by the letter that pg_dump has for it. @throws InvalidArgumentError */
function readFormat(text: string): BackupFormat {
  const format = BACKUP_FORMATS.find((name) => name === text || (name !== 'orgbackup' && name[0] === text));
  if (format === undefined) throw new InvalidArgumentError(`It must be one of ${BACKUP_FORMATS.join(', ')}.`);
  return format;
}
