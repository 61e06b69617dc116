import path from 'node:path';
import type { Command } from 'commander';
import { adopt } from '../commands/adopt.ts';
import { add, type Runner } from './command.ts';

interface AdoptFlags {
  url?: string;
  project?: string;
  name?: string;
  write?: string;
  dryRun: boolean;
}

/** `orgdb adopt`: an existing database becomes a managed one. */
export function addAdopt(program: Command, run: Runner): void {
  add(program, 'adopt', 'make an existing database a managed one, without touching what is in it')
    .option('--url <database>', 'connection string; by default DIRECT_URL or DATABASE_URL')
    .option('--project <folder>', 'a Prisma project, or the folder of a new one; by default that of @org/db')
    .option('--name <name>', 'of the baseline; by default "baseline"')
    .option(
      '--write <file>',
      'where the database differs: write a script that brings its tables to the schema',
    )
    .option('--dry-run', 'prove and compare, but write and record nothing', false)
    .action(({ url, project, name, write, dryRun }: AdoptFlags) =>
      run((context) =>
        adopt(context, {
          url,
          project: project === undefined ? undefined : path.resolve(project),
          name,
          write: write === undefined ? undefined : path.resolve(write),
          dryRun,
        }),
      ),
    );
}
