import { DEFAULT_THRESHOLDS, SECTIONS, type Section, type Thresholds } from '@org/db-operations/basics';
import { type Command, Option } from 'commander';
import { add, type Runner, wholeNumber } from './command.ts';

interface Options extends Thresholds {
  only?: Section[];
  apply?: true;
  reindex?: true;
  writeMigration?: string;
  lockTimeout: number;
}

const THRESHOLDS: readonly (readonly [flag: string, keyof Thresholds, meaning: string])[] = [
  ['--dead-percent <n>', 'deadPercent', 'dead or changed rows of a table that are too many'],
  ['--bloat-percent <n>', 'bloatPercent', 'of a table or index that may hold nothing'],
  ['--bloat-megabytes <n>', 'bloatMegabytes', 'that may hold nothing'],
  ['--unused-days <n>', 'unusedDays', 'without a use that make an index unused'],
  ['--slow-ms <n>', 'slowMs', 'mean time that makes a query slow'],
  ['--months-ahead <n>', 'monthsAhead', 'that must have their partitions'],
  ['--sequence-percent <n>', 'sequencePercent', "of a sequence's numbers that may be given away"],
  ['--session-minutes <n>', 'sessionMinutes', 'that a transaction may be open'],
];

/** `orgdb maintain`: what a database in use needs. */
export function addMaintain(program: Command, run: Runner): void {
  const command = add(
    program,
    'maintain',
    'tell what the database needs; exit code 1 when it needs something',
  )
    .addOption(new Option('--only <section...>', 'look at these only').choices(SECTIONS))
    .option('--apply', 'vacuum, analyze, make partitions; deletes no rows and drops no index')
    .addOption(new Option('--reindex', 'with --apply: build bloated and invalid indexes anew'))
    .option('--write-migration <name>', 'write the migration that drops redundant and unused indexes')
    .option('--lock-timeout <seconds>', 'with --apply: a table that stays locked is skipped', wholeNumber, 5);
  for (const [flag, key, meaning] of THRESHOLDS) {
    command.option(flag, meaning, wholeNumber, DEFAULT_THRESHOLDS[key]);
  }
  command.action(({ only, apply, reindex, writeMigration, lockTimeout, ...thresholds }: Options) =>
    run(async (context) => {
      const { maintain } = await import('../commands/maintain.ts');
      return maintain(context, {
        only,
        apply,
        reindex,
        writeMigration,
        lockTimeoutSeconds: lockTimeout,
        thresholds,
      });
    }),
  );
}
