import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import { DatabaseError } from 'pg';
import { SchemaEngineError } from '../errors.ts';
import { noteOn } from '../script/error-excerpt.ts';

const UNDEFINED_TABLE = '42P01';
/** How `pg` and Node word a connection that broke. */
const CONNECTION_LOST = /terminated|not queryable|was closed|ECONNRESET|EPIPE/;

/**
 * An error of the server in the form that the engine takes: Postgres' own code and words, whatever the reason. The
 * stock adapter's special kinds ("Unique constraint failed on …") are for queries of an application; in a migration
 * they would hide what Postgres said.
 */
export function toDriverError(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) {
    return error instanceof Error && CONNECTION_LOST.test(error.message)
      ? new DriverAdapterError({ kind: 'ConnectionClosed' })
      : error;
  }
  const { code = 'XX000', severity = 'ERROR', message } = error;
  return new DriverAdapterError({
    kind: 'postgres',
    code,
    severity,
    message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
    originalCode: code,
    originalMessage: message,
  });
}

/** A server's error as text for a person: message, detail, hint, the lines of the script. Undefined for anything else. */
export function describeDatabaseError(
  error: unknown,
): { code: string; text: string; table: string | undefined } | undefined {
  if (error instanceof SchemaEngineError) {
    return { code: error.code, text: withNote(error.message, error), table: undefined };
  }
  if (!(error instanceof DatabaseError)) {
    return undefined;
  }
  const { code = 'none', severity = 'ERROR', message, detail, hint, where } = error;
  const text = [
    `${severity}: ${message}`,
    detail && `DETAIL: ${detail}`,
    hint && `HINT: ${hint}`,
    where && `CONTEXT: ${where}`,
  ]
    .filter(Boolean)
    .join('\n');
  const table = code === UNDEFINED_TABLE ? /relation "(.+)" does not exist/.exec(message)?.[1] : undefined;
  return { code, text: withNote(text, error), table };
}

function withNote(text: string, error: unknown): string {
  const note = noteOn(error);
  return note === undefined ? text : `${text}\n\n${note}`;
}
