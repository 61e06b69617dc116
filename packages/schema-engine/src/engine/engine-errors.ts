import { describeDatabaseError } from '../adapter/driver-errors.ts';
import { SchemaEngineError } from '../errors.ts';
import { EngineFailure } from './engine-failure.ts';
import { takePanic } from './panic-registry.ts';

/** What is known about a failure beside the engine's own error. */
export interface FailureContext {
  /** The server's error behind the last failing script. */
  readonly scriptError: unknown;
  /** Looks up an error that the engine names by its number only. */
  readonly consumeError: (id: number) => unknown;
}

const APPLY_FAILED =
  'A migration failed to apply. New migrations cannot be applied before the error is recovered from. ' +
  'Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve';

/**
 * Puts what the wasm engine threw into the words and codes of the native one.
 *
 * The wasm engine gives an adapter's error as "External error id#0", a failed script as "external connector error" with
 * its own call stack, and a panic as "unreachable".
 */
export function toEngineError(error: unknown, { scriptError, consumeError }: FailureContext): Error {
  const panic = takePanic();
  const raw = error instanceof Error ? error.message : String(error);
  if (panic !== '' || (error instanceof Error && error.name === 'RuntimeError')) {
    return new EngineFailure(panic || raw, { isPanic: true, cause: error });
  }

  const external = /External error id#(\d+)/.exec(raw);
  const adapterError = external ? consumeError(Number(external[1])) : undefined;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined && adapterError instanceof Error) {
    return adapterError;
  }

  const message = withoutCallStack(raw).replace(/External error id#\d+/, messageOf(adapterError) ?? '$&');
  const database = describeDatabaseError(scriptError);
  if (database === undefined) {
    return new EngineFailure(message, { ...(code ? { code } : {}), cause: error });
  }
  return scriptFailure(raw, message, code, database, error);
}

function scriptFailure(
  raw: string,
  message: string,
  code: string | undefined,
  database: { code: string; text: string; table: string | undefined },
  cause: unknown,
): EngineFailure {
  const migration = /migration_name="([^"]*)"/.exec(raw)?.[1];
  if (code !== undefined) {
    // P3006: the engine names the migration; the reason below it is ours to give.
    const [head = message] = message.split(/external connector error/);
    return new EngineFailure(`${head.trimEnd()}\n${database.text}`, { code, cause });
  }
  if (migration !== undefined) {
    return new EngineFailure(
      `${APPLY_FAILED}\n\nMigration name: ${migration}\n\nDatabase error code: ${database.code}\n\nDatabase error:\n${database.text}\n`,
      {
        code: 'P3018',
        cause,
        meta: {
          migration_name: migration,
          database_error_code: database.code,
          database_error: database.text,
        },
      },
    );
  }
  if (database.table !== undefined) {
    return new EngineFailure(
      `The underlying table for model \`${database.table}\` does not exist.\n\n${database.text}`,
      { code: 'P1014', cause, meta: { model: database.table, kind: 'Table' } },
    );
  }
  return new EngineFailure(database.text, { cause });
}

/** The engine appends the path through its own source: `   0: schema_commands::… at schema-engine/…`. */
function withoutCallStack(message: string): string {
  return message.replace(/\n\s+0: [a-z_]+::[\s\S]*$/, '');
}

function messageOf(error: unknown): string | undefined {
  if (error === undefined) {
    return undefined;
  }
  return error instanceof SchemaEngineError || error instanceof Error ? error.message : String(error);
}
