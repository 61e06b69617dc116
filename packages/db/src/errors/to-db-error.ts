import type { DbErrorCode } from './codes.ts';
import { type DataModel, fieldsOfConstraint } from './constraint-fields.ts';
import { DbError, type DbErrorDetails } from './db-error.ts';
import { codeOfPrisma } from './prisma-code.ts';
import { codeOfSqlState } from './sql-state.ts';
import { inspectError, type Symptoms } from './symptoms.ts';

/** Where an error was caught, to say more about it. */
export interface ErrorOrigin {
  /** The model that the call was about. */
  readonly model?: string | undefined;
  readonly dataModel?: DataModel | undefined;
}

/**
 * Translates any error of Prisma, its adapter or `pg` into a `DbError` with a stable code.
 *
 * A `DbError` is returned as it is. The message never repeats values or connection strings; the original error is
 * the `cause`. What is not recognised gets the code UNKNOWN.
 */
export function toDbError(error: unknown, origin: ErrorOrigin = {}): DbError {
  if (error instanceof DbError) return error;
  const symptoms = inspectError(error);
  const code = codeOf(symptoms);
  const details = detailsOf(symptoms, origin);
  const translated = new DbError(code, messageOf(code, details, symptoms), { cause: error, details });
  // Prisma picks the error of an array transaction by this index.
  if (symptoms.batchRequestIdx !== undefined) {
    Object.defineProperty(translated, 'batchRequestIdx', { value: symptoms.batchRequestIdx });
  }
  return translated;
}

/** Of the adapter's kinds, those that have no SQLSTATE: nobody answered. */
const LOST: ReadonlySet<string> = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
]);

function codeOf(symptoms: Symptoms): DbErrorCode {
  const { sqlState, prismaCode, message, kind } = symptoms;
  if (sqlState) return codeOfSqlState(sqlState, message);
  return (
    (kind && LOST.has(kind) ? 'DATABASE_UNREACHABLE' : undefined) ??
    (prismaCode ? codeOfPrisma(prismaCode, message) : undefined) ??
    (symptoms.validation ? 'QUERY_INVALID' : undefined) ??
    codeOfMessage(message) ??
    (symptoms.socketError ? 'DATABASE_UNREACHABLE' : 'UNKNOWN')
  );
}

function codeOfMessage(message: string): DbErrorCode | undefined {
  if (message.includes('timeout exceeded when trying to connect')) return 'POOL_TIMEOUT';
  if (message.includes('Cannot use a pool after calling end')) return 'DATABASE_CLOSED';
  if (message.includes('Connection terminated')) return 'DATABASE_UNREACHABLE';
  if (message.includes('not queryable')) return 'DATABASE_UNREACHABLE';
  if (message.includes('timeout expired')) return 'DATABASE_UNREACHABLE';
  if (/password must be a string/i.test(message)) return 'DATABASE_AUTH_FAILED';
  return undefined;
}

function detailsOf(symptoms: Symptoms, origin: ErrorOrigin): DbErrorDetails {
  const { constraint, sqlState } = symptoms;
  const named =
    constraint && origin.dataModel
      ? fieldsOfConstraint(origin.dataModel, constraint, symptoms.table)
      : undefined;
  const fields = named && named.fields.length > 0 ? named.fields : symptoms.fields;
  const model = named?.model ?? origin.model;
  return {
    ...(model ? { model } : {}),
    ...(fields && fields.length > 0 ? { fields } : {}),
    ...(constraint ? { constraint } : {}),
    ...(sqlState ? { sqlState } : {}),
  };
}

function messageOf(code: DbErrorCode, details: DbErrorDetails, symptoms: Symptoms): string | undefined {
  const subject = details.model ?? 'row';
  switch (code) {
    case 'UNIQUE_VIOLATION':
      return `${subject}: another one has the same ${details.fields?.join(', ') ?? details.constraint ?? 'key'}.`;
    case 'RECORD_NOT_FOUND':
      return `${subject}: not found, or not visible to this tenant.`;
    case 'CHECK_VIOLATION':
    case 'FOREIGN_KEY_VIOLATION':
      return details.constraint ? `${subject}: ${details.constraint} is violated.` : undefined;
    case 'QUERY_INVALID':
      return symptoms.validation ? explainValidation(symptoms.message) : undefined;
    case 'UNKNOWN':
      return details.sqlState ? `The database reported SQLSTATE ${details.sqlState}.` : undefined;
    default:
      return undefined;
  }
}

/** Prisma prints the call, with its values, and the reason in a last paragraph, which names arguments only. */
function explainValidation(message: string): string {
  const operation = message.match(/`prisma\.([\w$.]+)\(/)?.[1];
  const reason = message.trim().split('\n\n').at(-1) ?? '';
  return `${operation ? `${operation}: ` : ''}${reason}`;
}
