import path from 'node:path';
import type { CreateMigrationOutput, DiffTarget } from '@prisma/schema-engine-wasm';
import { EMPTY_MIGRATION } from '../engine/installed-extensions.ts';
import { type EmbeddedOptions, NO_FILTERS, withSession } from './embedded-session.ts';
import { listMigrations } from './list-migrations.ts';
import { readSchemaFiles } from './schema-files.ts';

export interface CompareOptions extends Omit<EmbeddedOptions, 'schema'> {
  /** Folder of the schema files, or the one file: it says which namespaces are compared. */
  readonly schema: string;
}

/**
 * The SQL that brings a database to what the migrations of a folder lead to; empty when there is nothing to do. As `prisma migrate diff
 * --from-config-datasource --to-migrations … --script`; a shadow database is made for it, beside the database.
 *
 * @throws {EngineFailure | SchemaEngineError} P3006 when a migration fails, P3014 when no database may be made
 */
export async function scriptToMigrations(
  options: CompareOptions & { readonly migrations: string },
): Promise<string> {
  return compare(options, { tag: 'migrations', ...(await listMigrations(options.migrations)) });
}

/** The SQL that brings a database to its schema files; empty when there is nothing to do. @throws as `scriptToMigrations` */
export async function scriptToSchema(options: CompareOptions): Promise<string> {
  return compare(options, { tag: 'schemaDatamodel', files: await readSchemaFiles(options.schema) });
}

async function compare({ schema: place, ...session }: CompareOptions, to: DiffTarget): Promise<string> {
  const schema = await readSchemaFiles(place);
  const from: DiffTarget = { tag: 'schemaDatasource', files: schema, configDir: path.dirname(place) };
  const { print = '' } = await withSession({ ...session, schema }, (ask) =>
    ask('diff', { from, to, script: true, exitCode: null, filters: NO_FILTERS }),
  );
  return print.startsWith(EMPTY_MIGRATION.trimEnd()) ? '' : print;
}

export interface DraftedMigration {
  /** With the time before it. */
  readonly name: string;
  /** Empty when the schema files hold nothing new. */
  readonly script: string;
}

/**
 * The migration from what those of a folder lead to, to the schema files, as `prisma migrate dev --create-only` writes it. Writes
 * nothing. The database has the migrations applied, and is otherwise not looked at.
 *
 * @throws {EngineFailure | SchemaEngineError} P1012 for a schema that is none, and as `scriptToMigrations`
 */
export async function draftMigration(
  options: CompareOptions & { readonly migrations: string; readonly name: string },
): Promise<DraftedMigration> {
  const { schema: place, migrations, name, ...session } = options;
  const schema = await readSchemaFiles(place);
  const listed = { migrationsList: await listMigrations(migrations), filters: NO_FILTERS };
  const { result } = await withSession({ ...session, schema }, async (ask) => {
    // Replays the migrations, and says which of them fails; the next request takes what it has replayed.
    await ask('devDiagnostic', listed);
    return ask('createMigration', { ...listed, migrationName: name, draft: true, schema: { files: schema } });
  });
  const { generatedMigrationName, migrationScript } = result as CreateMigrationOutput;
  const script = migrationScript ?? '';
  return { name: generatedMigrationName, script: script.startsWith(EMPTY_MIGRATION.trimEnd()) ? '' : script };
}
