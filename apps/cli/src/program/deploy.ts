import type { RecoverChoice } from '@org/db-migrate';
import { type Command, InvalidArgumentError } from 'commander';
import { type DeployChoice, deploy } from '../commands/deploy.ts';
import { recoverHistory } from '../commands/recover.ts';
import { reorder } from '../commands/reorder.ts';
import { add, type Runner } from './command.ts';

/** `orgdb migrate deploy`, and what goes on from where it ended. */
export function addDeploy(migrate: Command, run: Runner): void {
  add(migrate, 'deploy', 'apply the pending migrations (what "migrate" alone does)', { isDefault: true })
    .option('--dry-run', 'print the plan, with locks and rows; change nothing', false)
    .option('--lock-wait <seconds>', 'how long to wait for another deployer', seconds, 300)
    .option('--lock-timeout <seconds>', 'how long to wait for a lock on a table; 0: for ever', seconds, 5)
    .option('--statement-timeout <seconds>', 'how long a statement may take; 0: for ever', seconds, 0)
    .option('--retries <number>', 'how often a transaction that lost a lock is tried again', number, 5)
    .option('--backup <command>', 'run this before anything is changed; by default ORGDB_BACKUP_COMMAND')
    .option('--notify <command>', 'run this at the end; by default ORGDB_NOTIFY_COMMAND')
    .option('--no-verify', 'do not compare the database with what its migrations make')
    .action((choice: DeployChoice) => run((context) => deploy(context, choice)));
}

const CHOICES = ['rolled-back', 'applied', 'continue', 'accept-edit', 'restore', 'forget'] as const;
const MEANING: Readonly<Record<(typeof CHOICES)[number], string>> = {
  'rolled-back': 'record a migration that ended half-way as taken back',
  applied: 'record it as applied',
  continue: 'run what is left of it',
  'accept-edit': 'record the text of an applied migration as it is now',
  restore: 'write the text that was applied back, from git',
  forget: 'take a migration out of the history; what it made stays',
};

/** `orgdb migrate recover` and `orgdb migrate reorder`. */
export function addRecover(migrate: Command, run: Runner): void {
  const command = add(migrate, 'recover', 'say what is wrong with the history, and mend it')
    .option('--dry-run', 'say it; change nothing', false)
    .option('--yes', 'mend what has one right way that loses nothing', false);
  for (const choice of CHOICES) command.option(`--${choice} <migration...>`, MEANING[choice]);
  command.action((options: Record<string, string[]> & { dryRun: boolean; yes: boolean }) => {
    const choices = CHOICES.flatMap((action) =>
      (options[camelCase(action)] ?? []).map((migration): RecoverChoice => ({ action, migration })),
    );
    return run((context) => recoverHistory(context, { dryRun: options.dryRun, yes: options.yes, choices }));
  });
  add(migrate, 'reorder', 'give a migration that has not shipped a timestamp behind all others')
    .argument('<migration>', 'name of its folder')
    .action((name: string) => run((context) => reorder(context, name)));
}

function camelCase(option: string): string {
  return option.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
}

function seconds(text: string): number {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('It must be a number of seconds.');
  return Number(text);
}

function number(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0 to 9999.');
  return Number(text);
}
