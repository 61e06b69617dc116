import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type RehearseOptions, rehearsalPage, rehearsalText, rehearse as run } from '@org/db-migrate';
import { openDump } from '@org/db-operations';
import type { PostgresMajor } from '@org/postgres';
import type { Context } from '../context.ts';
import { readStatus } from '../database/migrate.ts';
import { findDatabase, using } from '../database/open.ts';
import { withScratchServer } from '../database/scratch-server.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { shown } from '../output/shown.ts';
import { databaseProject } from '../workspace.ts';
import { backupKey } from './backup.ts';

export interface RehearseChoice {
  postgres: PostgresMajor;
  server?: string;
  from?: string;
  database: boolean;
  dump?: string;
  volume?: number;
  seed: boolean;
  maxLockMs: number;
  maxStatementMs?: number;
  maxRewriteRows: number;
  page?: string;
}

/** Rehearses the new migrations; answers the exit code, 0 when nothing is wrong with them. */
export async function rehearse(context: Context, choice: RehearseChoice): Promise<number> {
  const { output } = context;
  if (choice.page !== undefined && !existsSync(path.dirname(path.resolve(choice.page)))) {
    throw new CliError('USAGE', `There is no folder ${path.dirname(choice.page)} to write the page into.`);
  }
  const message = 'Interrupted; what the rehearsal had made is removed.';
  return interruptible(message, async (signal) => {
    const options = await optionsOf(context, choice, signal);
    const rehearsal =
      choice.server === undefined
        ? await withScratchServer({ version: choice.postgres, onProgress: output.note }, (urls) => {
            signal.throwIfAborted();
            return run({ ...options, ...urls });
          })
        : await run({ ...options, url: choice.server });
    if (choice.page !== undefined) {
      await writeFile(choice.page, await rehearsalPage(rehearsal));
      output.note(`For the browser: ${shown(path.resolve(choice.page))}`);
    }
    output.result(rehearsal, rehearsalText(rehearsal));
    return rehearsal.problems.length === 0 ? EXIT.done : EXIT.failed;
  });
}

async function optionsOf(
  context: Context,
  choice: RehearseChoice,
  signal: AbortSignal,
): Promise<Omit<RehearseOptions, 'url'>> {
  const { output, project } = context;
  const { from } = choice;
  const applied = choice.database
    ? await using(
        await findDatabase(context),
        async (database) => (await readStatus(context, database)).applied,
      )
    : undefined;
  const dump = await dumpOf(context, choice, signal);
  const fill = fillOf(context, choice);
  return {
    project,
    signal,
    maxLock: choice.maxLockMs,
    maxRewriteRows: choice.maxRewriteRows,
    onProgress: output.note,
    onLeftover: output.note,
    ...(choice.maxStatementMs === undefined ? {} : { maxStatement: choice.maxStatementMs }),
    ...(from === undefined ? {} : { from }),
    ...(dump === undefined ? {} : { dump }),
    ...(applied === undefined ? {} : { applied }),
    ...(fill === undefined ? {} : { fill }),
  };
}

async function dumpOf(
  context: Context,
  { dump, server }: RehearseChoice,
  signal: AbortSignal,
): Promise<RehearseOptions['dump']> {
  if (dump === undefined) return undefined;
  context.output.note(`Reading ${dump}`);
  return openDump(path.resolve(dump), {
    key: backupKey(context),
    signal,
    makesRoles: server === undefined,
  });
}

/** The seeds are those of @org/db: another project's tables they do not know. */
function fillOf({ project, output }: Context, choice: RehearseChoice): RehearseOptions['fill'] {
  const { seed, volume, dump } = choice;
  const isOurs = existsSync(path.join(project, 'prisma', 'migrations', '20261120090100_core'));
  if (dump !== undefined || (!seed && volume === undefined) || (project !== databaseProject() && !isOurs)) {
    return undefined;
  }
  return {
    name: volume === undefined ? 'the seeds' : `the seeds and volume data of scale ${volume}`,
    run: async (url) => {
      const { runSeeds, seedVolume } = await import('@org/db/seeds');
      await runSeeds({ url });
      if (volume !== undefined) {
        await seedVolume({ url, production: false, onProgress: output.note, tenants: 100, scale: volume });
      }
    },
  };
}
