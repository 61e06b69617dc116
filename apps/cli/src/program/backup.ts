import { COMPRESSIONS } from '@org/db-operations';
import { type Command, Option } from 'commander';
import { type BackupChoice, backup, readFormat } from '../commands/backup.ts';
import { backupDecrypt } from '../commands/backup-decrypt.ts';
import { backupVerify } from '../commands/backup-verify.ts';
import { type RestoreChoice, restore } from '../commands/restore.ts';
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
    .action((choice: BackupChoice) => run((context) => backup(context, choice)));
  add(parent, 'verify', 'restore it into a scratch database and compare; exit code 1 when something differs')
    .argument('<file>', 'the backup')
    .action((file: string) => run((context) => backupVerify(context, file)));
  add(parent, 'decrypt', 'write what an encrypted dump holds, for psql or pg_restore')
    .argument('<file>', 'the backup')
    .requiredOption('--to <file>', 'is replaced')
    .action((file: string, { to }: { to: string }) => run((context) => backupDecrypt(context, file, to)));
  add(program, 'restore', 'make a database from a backup')
    .argument('<file>', 'the backup')
    .option('--to-database <name>', 'by default the one that is used')
    .option('--force', 'where it is not empty: keep its content under another name', false)
    .action((file: string, choice: RestoreChoice) => run((context) => restore(context, file, choice)));
}
