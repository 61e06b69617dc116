import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../errors.ts';
import { scriptToSchema } from '../prisma/compare.ts';
import { schemaPath } from '../prisma/configuration.ts';
import { explainPrisma } from '../prisma/explain.ts';
import { runPrisma } from '../prisma/run.ts';

/**
 * Writes the models of the tables into the schema files.
 *
 * @returns what Prisma warns of
 * @throws MigrateError MIGRATION_FAILED, SCHEMA_INVALID
 */
export async function pull(url: string, project: string): Promise<string[]> {
  const env = { DATABASE_URL: url, DIRECT_URL: url };
  const file = path.join(project, schemaPath(project));
  const before = await readSchema(file);
  const pulled = await runPrisma({ project, args: ['db', 'pull', '--force'], env });
  if (pulled.exitCode !== 0) {
    throw new MigrateError('MIGRATION_FAILED', `The schema could not be pulled.\n${explainPrisma(pulled)}`);
  }
  const partial = before.includes('partialIndexes') ? [] : await leaveOutPartialIndexes(file);
  const valid = await runPrisma({ project, args: ['validate'], env });
  if (valid.exitCode !== 0) {
    throw new MigrateError(
      'SCHEMA_INVALID',
      `The pulled schema is not valid: mend it in the schema files, and run this again.\n${explainPrisma(valid)}`,
    );
  }
  return [...warningsIn(`${pulled.stdout}\n${pulled.stderr}`), ...partial];
}

/** Empty for a folder, in which Prisma decides on the files. */
async function readSchema(file: string): Promise<string> {
  return file.endsWith('.prisma') ? readFile(file, 'utf8') : '';
}

/**
 * "migrate dev" of Prisma 7.10 does not find partial indexes in its shadow database, and would make them again in each new
 * migration. Left out of the schema they are in nobody's way, as they are for Prisma without this preview feature.
 */
async function leaveOutPartialIndexes(file: string): Promise<string[]> {
  const pulled = await readSchema(file);
  const [, feature] = /^( *previewFeatures *= *\["partialIndexes"\]\n)/m.exec(pulled) ?? [];
  if (feature === undefined) return [];
  const left = pulled
    .replace(feature, '')
    .replaceAll(/^ +@@(?:index|unique)\(.*where: raw\("(?:[^"\\]|\\.)*"\)\)\n/gm, '')
    .replaceAll(/ +@unique\([^\n]*?where: raw\("(?:[^"\\]|\\.)*"\)\)/g, '');
  await writeFile(file, left);
  return ['Partial indexes are in the baseline and not in the schema files: Prisma does not compare them.'];
}

/** Lines below "*** WARNING ***": headings end with a colon, the names follow as a list. */
function warningsIn(text: string): string[] {
  const [, list = ''] = /\*\*\* WARNING \*\*\*\n(.*?)(?:\nRun |$)/s.exec(text) ?? [];
  return list
    .trim()
    .split(/\n{2,}/)
    .map((part) => part.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((part) => part !== '');
}

/** What Prisma would change of the database it has just pulled: what its schema language has no words for. */
export async function compareWithSchema(url: string, project: string): Promise<string[]> {
  const script = await scriptToSchema({
    url,
    project,
    what: 'The database could not be compared with the schema.',
    doing: 'the database was compared with the schema',
  });
  if (script === '') return [];
  return [
    `Prisma's schema has no words for all of it: the next migration that Prisma writes would also hold the following, to be deleted from it.\n${script.trim()}`,
  ];
}
