import type {
  CreateMigrationInput,
  EvaluateDataLossInput,
  SchemaEngine,
  SchemasContainer,
} from '@prisma/schema-engine-wasm';
import type { Reply } from '../protocol/serve.ts';
import type { Engine } from './engine.ts';
import { EngineFailure } from './engine-failure.ts';
import { EMPTY_MIGRATION, scriptWithout } from './installed-extensions.ts';
import type { Session } from './session.ts';

const NOT_REPLAYED = 'shadow DB must be provided through an external factory';

/** Writes the migration from the state that all migrations lead to, to the schema. */
export async function createMigration(session: Session, params: CreateMigrationInput): Promise<Reply> {
  const engine = await session.onDatabase();
  await engine.lock();
  const result = await afterReplay(engine, params, (wasm) => wasm.createMigration(params));
  if (result.migrationScript === null) {
    return { result };
  }
  const { text } = scriptWithout(result.migrationScript, engine.installedExtensions);
  return { result: { ...result, migrationScript: text || (params.draft ? EMPTY_MIGRATION : null) } };
}

/** Says how many steps that migration would have, and what they would lose. */
export async function evaluateDataLoss(session: Session, params: EvaluateDataLossInput): Promise<Reply> {
  const engine = await session.onDatabase();
  const result = await afterReplay(engine, params, (wasm) => wasm.evaluateDataLoss(params));
  if (result.migrationSteps === 0 || !declaresExtensions(params.schema)) {
    return { result };
  }
  // Steps are only counted; which they are, the script says.
  const { migrationScript } = await engine.run((wasm) =>
    wasm.createMigration({ ...params, migrationName: '', draft: false }),
  );
  const { text, dropped } = scriptWithout(migrationScript ?? '', engine.installedExtensions);
  return { result: { ...result, migrationSteps: text === '' ? 0 : result.migrationSteps - dropped } };
}

/**
 * Calls a method that compares with the state that all migrations lead to. The wasm engine makes no shadow database for it, but
 * takes what `diagnoseMigrationHistory` has replayed before; after a database's first deploy nothing has been yet.
 */
async function afterReplay<T>(
  engine: Engine,
  { filters, migrationsList }: Pick<EvaluateDataLossInput, 'filters' | 'migrationsList'>,
  call: (wasm: SchemaEngine) => Promise<T>,
): Promise<T> {
  try {
    return await engine.run(call);
  } catch (error) {
    if (!(error instanceof EngineFailure) || !error.message.includes(NOT_REPLAYED)) {
      throw error;
    }
    await engine.run((wasm) =>
      wasm.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true }),
    );
    return await engine.run(call);
  }
}

function declaresExtensions({ files }: SchemasContainer): boolean {
  return files.some(({ content }) => content.includes('postgresqlExtensions'));
}
