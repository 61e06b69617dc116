import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { describeUrl, withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { writeLockFile } from '../prisma/lock-file.ts';
import { requireMigrationName } from '../write/migration-name.ts';
import { timestampsAfter } from '../write/timestamps.ts';
import type { AdoptOptions } from './adopt.ts';
import type { Adoption } from './adoption.ts';
import { describeDifferences } from './describe-differences.ts';
import { dumpSchema } from './dump/dump-schema.ts';
import { pgDumpSchema } from './pg-dump.ts';
import { type FoundProject, newFiles, writeNewFiles } from './project-files.ts';
import { type Disproof, disprove, isProven } from './prove.ts';
import { compareWithSchema, pull } from './pull.ts';
import { record } from './record.ts';

const ROLLBACK = `-- The database was there before its history: there is nothing to take back.
`;

/** Adopts a database into a project without migrations: schema, baseline, record. */
export async function adoptWithBaseline(options: AdoptOptions, found: FoundProject): Promise<Adoption> {
  const { url, project, name: base = 'baseline', dryRun = false, onProgress = () => undefined } = options;
  requireMigrationName(base);
  const [stamp = ''] = timestampsAfter([], 1);
  const name = `${stamp}_${base}`;
  const catalog = await withConnection(url, (client) => readCatalog(client, { partitions: 'named' }));
  const script = await provenScript(url, catalog, onProgress);
  const files = newFiles(found, schemasOf(catalog));
  const directory = path.join('prisma', 'migrations', name);
  const planned: Adoption = {
    outcome: 'planned',
    database: describeUrl(url),
    recorded: [name],
    pending: [],
    written: [
      ...Object.keys(files),
      path.join(directory, 'migration.sql'),
      path.join(directory, 'rollback.sql'),
    ],
    notes: rolesOf(catalog),
  };
  if (dryRun) return planned;
  await writeNewFiles(project, files);
  onProgress('pulling the schema');
  const warnings = await pull(url, project);
  await writeBaseline(project, directory, script);
  onProgress(`recording ${name} as applied`);
  const checksum = createHash('sha256').update(script).digest('hex');
  await record(url, project, [{ name, checksum }]);
  const limits = await compareWithSchema(url, project);
  return { ...planned, outcome: 'adopted', notes: [...planned.notes, ...warnings, ...limits] };
}

/** @throws MigrateError ADOPT_UNPROVEN, which names what no script makes */
async function provenScript(
  url: string,
  catalog: Catalog,
  onProgress: (line: string) => void,
): Promise<string> {
  onProgress('writing the baseline from the catalog, and trying it on a scratch database');
  const own = await withConnection(url, dumpSchema);
  const disproof = await disprove(url, own, catalog);
  if (isProven(disproof)) return own;
  const dumped = await pgDumpSchema(url, catalog.version);
  if (dumped !== undefined) {
    onProgress('trying the script of pg_dump instead');
    if (isProven(await disprove(url, dumped, catalog))) return dumped;
  }
  throw new MigrateError('ADOPT_UNPROVEN', explain(url, disproof, dumped !== undefined, catalog.version));
}

function explain(
  url: string,
  { refusal, differences }: Disproof,
  dumpTried: boolean,
  version: number,
): string {
  const reasons =
    refusal === undefined
      ? describeDifferences(differences).map((line) => `- ${line}`)
      : [`- PostgreSQL refuses it: ${refusal}`];
  return [
    `No script was found that makes ${describeUrl(url)} again, so nothing was written and nothing recorded.`,
    ...reasons,
    dumpTried
      ? 'Remove what is named, or make it outside of the migrations, and run this again.'
      : `What is named has to go, or a pg_dump of version ${version} or later has to be installed, which is tried as well. Then run this again.`,
  ].join('\n');
}

function schemasOf({ objects }: Catalog): string[] {
  return objects.flatMap(({ kind, name }) =>
    kind === 'schema' ? [name.replaceAll(/^"|"$/g, '').replaceAll('""', '"')] : [],
  );
}

function rolesOf({ objects }: Catalog): string[] {
  const roles = new Set(
    objects.flatMap(({ kind, name, facts }) =>
      kind === 'grant' ? [/^to (.+?) on /.exec(name)?.[1] ?? ''] : [facts.owner ?? ''],
    ),
  );
  for (const known of ['', 'PUBLIC', 'postgres', 'pg_database_owner']) roles.delete(known);
  return roles.size === 0
    ? []
    : [
        `Where the baseline is to make a new database, these roles have to be there: ${[...roles].toSorted().join(', ')}.`,
      ];
}

async function writeBaseline(project: string, directory: string, script: string): Promise<void> {
  const migrations = path.join(project, 'prisma', 'migrations');
  await mkdir(migrations, { recursive: true });
  await writeLockFile(migrations);
  // Whole or not at all: with a migration the project has a history, and a second run goes on from there.
  const draft = await mkdtemp(path.join(project, 'prisma', '.baseline-'));
  await writeFile(path.join(draft, 'rollback.sql'), ROLLBACK);
  await writeFile(path.join(draft, 'migration.sql'), script);
  await chmod(draft, 0o755);
  await rename(draft, path.join(project, directory));
}
