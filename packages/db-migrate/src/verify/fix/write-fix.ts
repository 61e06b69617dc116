import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Difference, withoutConsequences } from '../../catalog/compare-catalogs.ts';
import { catalogFingerprint } from '../../catalog/fingerprint.ts';
import { readCatalog } from '../../catalog/read-catalog.ts';
import { checkMigrations } from '../../check/check.ts';
import { withConnection } from '../../database/connect.ts';
import { withScratchDatabase } from '../../database/scratch.ts';
import { readMigrations } from '../../deploy/status.ts';
import { MigrateError } from '../../errors.ts';
import { applyHistory } from '../../script/apply-history.ts';
import { requireMigrationName } from '../../write/migration-name.ts';
import { timestampsAfter } from '../../write/timestamps.ts';
import { expectedCatalog, explainRefusal } from '../expected-catalog.ts';
import { type Comparison, compareDatabase, type VerifyOptions } from '../verify.ts';
import { describeDrift } from '../words.ts';
import {
  mendFunction,
  mendMaterializedView,
  mendPartitions,
  mendPolicy,
  mendRule,
  mendTrigger,
  mendView,
} from './mend-behaviour.ts';
import { mendConstraint, mendIndex, mendSequence } from './mend-keys.ts';
import { mendComment, mendDefaultPrivileges, mendGrant } from './mend-rights.ts';
import { mendColumn, mendTable } from './mend-table.ts';
import { mendEnum, mendExtension, mendSchema, mendStatistics } from './mend-type.ts';
import type { Left, Mend, Mender, Phase } from './part.ts';

const MENDERS: Readonly<Record<string, Mender>> = {
  schema: mendSchema,
  extension: mendExtension,
  enum: mendEnum,
  table: mendTable,
  column: mendColumn,
  constraint: mendConstraint,
  index: mendIndex,
  sequence: mendSequence,
  statistics: mendStatistics,
  policy: mendPolicy,
  trigger: mendTrigger,
  rule: mendRule,
  view: mendView,
  'materialized view': mendMaterializedView,
  function: mendFunction,
  procedure: mendFunction,
  partitions: mendPartitions,
  grant: mendGrant,
  'default privileges': mendDefaultPrivileges,
  comment: mendComment,
};

const TOGETHER: readonly Phase[] = ['owners', 'types', 'functions', 'tables', 'objects', 'rights'];

export interface FixOptions extends VerifyOptions {
  /** Of the migrations: lower-case letters, digits and underscores. */
  readonly name: string;
}

export interface WrittenFix {
  /** Names of the new migrations, in order; none when nothing can be mended by one. */
  readonly migrations: readonly string[];
  readonly directory: string;
  /** Differences that they mend. */
  readonly mends: readonly string[];
  /** Those that are left to a person, with the SQL to type where it is simple. */
  readonly left: readonly ({ readonly what: string } & Left)[];
}

/**
 * Writes the migrations that make a database again what the ones before make of it. They do nothing where there is no drift, which was tried on
 * a scratch database when this returns. What holds data, or takes judgement, is left and named.
 *
 * @throws MigrateError NAME_INVALID, MIGRATION_FAILED, and as `verifyDatabase`
 */
export async function writeFix(options: FixOptions): Promise<WrittenFix> {
  requireMigrationName(options.name);
  const directory = path.join(options.project, 'prisma', 'migrations');
  const comparison = await compareDatabase(options);
  const { mends, left, mended } = plan(comparison);
  const known = await readMigrations(options.project);
  const scripts = [
    ['', together(mends)],
    ['_indexes', statementsOf(mends, ['indexes'])],
    ['_validate', statementsOf(mends, ['validation'])],
  ].flatMap(([suffix, sql]) => (sql ? [{ suffix, sql }] : []));
  const stamps = timestampsAfter([...known.keys()], scripts.length);
  const migrations = scripts.map(({ suffix }, index) => `${stamps[index]}_${options.name}${suffix}`);
  const writeAll = async (allowed: (name: string) => readonly string[]) => {
    for (const [index, { sql }] of scripts.entries()) {
      const name = migrations[index] ?? '';
      await write(path.join(directory, name), sql, allowed(name));
    }
  };
  try {
    await writeAll(() => []);
    if (migrations.length > 0) {
      await tryWithoutDrift(options, comparison.actual.version, known, migrations);
      const { findings } = await checkMigrations({ project: options.project });
      await writeAll((name) => [
        ...new Set(findings.flatMap(({ migration, rule }) => (migration === name ? [rule] : []))),
      ]);
    }
  } catch (error) {
    await Promise.all(
      migrations.map((name) => rm(path.join(directory, name), { recursive: true, force: true })),
    );
    throw error;
  }
  return { migrations, directory, mends: mended, left };
}

function plan({ differences, expected, actual }: Comparison) {
  const independent = new Set(withoutConsequences(differences));
  // What is missing as a whole is made again with its parts; what is too much as a whole goes or stays with them.
  const relevant = differences.filter(
    (difference) => difference.change === 'missing' || independent.has(difference),
  );
  const find = ({ kind, name, change }: Difference) =>
    (change === 'unexpected' ? actual : expected).objects.find(
      (object) => object.kind === kind && object.name === name,
    );
  const missingTables = new Set(
    differences
      .filter(({ kind, change }) => kind === 'table' && change === 'missing')
      .map(({ name }) => name),
  );
  const answers = relevant.flatMap((difference) => {
    const object = find(difference);
    if (object === undefined) return [];
    if (difference.kind === 'column' && missingTables.has(difference.of ?? '')) return [];
    const parts = MENDERS[difference.kind]?.({ difference, object, expected }) ?? [
      { why: `a ${difference.kind} is not mended by a tool` },
    ];
    return parts.map((part) => ({ what: describeDrift(difference).what, part }));
  });
  const isLeft = (part: Mend | Left): part is Left => 'why' in part;
  return {
    mends: answers.flatMap(({ part }) => (isLeft(part) ? [] : [part])),
    mended: [...new Set(answers.flatMap(({ what, part }) => (isLeft(part) ? [] : [what])))],
    left: answers.flatMap(({ what, part }) => (isLeft(part) ? [{ what, ...part }] : [])),
  };
}

function statementsOf(mends: readonly Mend[], phases: readonly Phase[]): string {
  const ordered = phases.flatMap((phase) => mends.filter((found) => found.phase === phase));
  return [...new Set(ordered.map(({ sql }) => sql))].map((sql) => `${sql}\n`).join('');
}

/** Definitions are compared and written with all names in full, and functions made before what they use. */
function together(mends: readonly Mend[]): string {
  const sql = statementsOf(mends, TOGETHER);
  return sql && `SET LOCAL search_path = pg_catalog;\nSET LOCAL check_function_bodies = off;\n${sql}`;
}

/** @param allowed rules of the check that the script breaks where it does something, which is known now */
async function write(folder: string, sql: string, allowed: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const header = [
    '-- Makes a database again what the migrations before this one make; does nothing where it is.',
    ...allowed.map((rule) => `-- orgdb:allow ${rule} Acts only where a database differs from its history.`),
  ];
  await writeFile(path.join(folder, 'migration.sql'), `${header.join('\n')}\n\n${sql}`);
  await writeFile(
    path.join(folder, 'rollback.sql'),
    '-- Nothing to take back: the migrations before this one make the same. No data is lost.\nSELECT 1;\n',
  );
}

/** Applied behind all the others, pending ones too, they may not change anything. */
async function tryWithoutDrift(
  { url, project, cache, expected, onProgress }: FixOptions,
  version: number,
  known: ReadonlyMap<string, string>,
  added: readonly string[],
): Promise<void> {
  // With a file there is no place to try it.
  if (expected !== undefined) return;
  const before = await expectedCatalog({ url, project, migrations: known, version, cache, onProgress });
  const after = await withScratchDatabase(
    url,
    async (scratch) => {
      await applyHistory(scratch, project, [...known.keys(), ...added]);
      return withConnection(scratch, (client) => readCatalog(client));
    },
    onProgress,
  ).catch(explainRefusal);
  if (catalogFingerprint(after) === catalogFingerprint(before.catalog)) return;
  throw new MigrateError(
    'MIGRATION_FAILED',
    'The migration that was to mend the drift would change a database without it, so it was not written. Mend it by hand: "orgdb verify --json" tells all.',
  );
}
