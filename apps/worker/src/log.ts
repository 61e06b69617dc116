import { DbError } from '@org/db';
import { DomainError } from '@org/domain';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { WorkerError } from './errors.ts';

export type Log = pino.Logger;

/**
 * Logs JSON lines to standard output. Errors are logged by their message and code only: their causes may hold values of
 * rows, and a webhook's URL may hold a token.
 */
export function createLog(level: Config['logLevel']): Log {
  return pino({ level, base: null, serializers: { err: describeError } });
}

function describeError(error: unknown): { message: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const expected = [DbError, DomainError, WorkerError].some((known) => error instanceof known);
  return {
    message,
    ...(code === undefined ? {} : { code }),
    ...(expected || stack === undefined ? {} : { stack }),
  };
}
