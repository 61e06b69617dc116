import type { Command } from 'commander';
import { type RollbackChoice, rollback } from '../commands/rollback.ts';
import { add, type Runner } from './command.ts';

/** `orgdb migrate rollback`. */
export function addRollback(migrate: Command, run: Runner): void {
  add(migrate, 'rollback', 'take the last migration back, by its rollback.sql')
    .option('--to <migration>', 'the newest one that stays: all after it are taken back, newest first')
    .option('--dry-run', 'rehearse it and count what would be lost; change nothing', false)
    .option('--sign <reason>', 'who lets the data go that is lost, and why; kept in the history')
    .option('--backup <command>', 'run this first; by default ORGDB_BACKUP_COMMAND')
    .action((choice: RollbackChoice) => run((context) => rollback(context, choice)));
}
