import { type Adoption, adoptDatabase, describeDifferences, writeDifferences } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { externalDatabase } from '../database/external.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { shown } from '../output/shown.ts';

export interface AdoptChoice {
  url: string | undefined;
  /** Folder, absolute. */
  project: string | undefined;
  name: string | undefined;
  /** File, absolute. */
  write: string | undefined;
  dryRun: boolean;
}

/** Makes an existing database a managed one; answers the exit code, not 0 when it is unlike every migration. */
export async function adopt(context: Context, choice: AdoptChoice): Promise<number> {
  const { environment, output } = context;
  const url = choice.url ?? externalDatabase(environment)?.url('owner');
  if (url === undefined) {
    throw new CliError(
      'URL_MISSING',
      'Name the database to adopt: --url, or DIRECT_URL or DATABASE_URL in the environment. The local server of this checkout is managed anyway.',
    );
  }
  const project = choice.project ?? context.project;
  const { name, dryRun, write } = choice;
  const adoption = await adoptDatabase({
    url,
    project,
    dryRun,
    onProgress: output.note,
    ...(name === undefined ? {} : { name }),
  });
  const differs = adoption.outcome === 'differs';
  if (differs && write !== undefined && !dryRun)
    await writeDifferences({ url, project, adoption, file: write });
  output.result(adoption, textOf(adoption, project, differs && !dryRun ? write : undefined));
  return differs ? EXIT.mismatch : EXIT.done;
}

function textOf(adoption: Adoption, project: string, script: string | undefined): string {
  const { outcome, database, recorded, pending, written, notes } = adoption;
  const lines = {
    adopted: `${database} is managed now: ${inWords(recorded)} recorded as applied, and nothing else was changed.`,
    planned: `${database} can be adopted: ${inWords(recorded)} would be recorded as applied. Nothing was written.`,
    managed: `${database} is managed already.`,
    differs: `${database} is unlike what the migrations make, so nothing was recorded.`,
  };
  return [
    lines[outcome],
    ...(outcome === 'adopted' && written.length > 0
      ? [`Written to ${shown(project)}: ${written.join(', ')}.`]
      : []),
    ...notes.map((note) => `Note: ${note}`),
    ...(outcome === 'differs' ? differences(adoption, script) : []),
    ...(pending.length > 0
      ? [`Still to be deployed: ${inWords(pending)}. Next: "orgdb migrate deploy".`]
      : []),
  ].join('\n');
}

function differences({ closest }: Adoption, script: string | undefined): string[] {
  if (closest === undefined) return [];
  return [
    `It is closest to the schema after ${closest.migration}:`,
    ...describeDifferences(closest.differences).map((line) => `- ${line}`),
    script === undefined
      ? 'Next: --write <file> writes a script that mends the tables. Or mend it by hand, and run this again.'
      : `${shown(script)} brings the tables to that schema; read it, complete it, run it by "psql -f" or "prisma db execute --file", and run this again.`,
  ];
}

function inWords(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' and ');
  return `${names.length} migrations, ${names[0]} to ${names.at(-1)},`;
}
