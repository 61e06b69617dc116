import { isPrismaCode } from '../errors.ts';
import { toUserFacingError } from './user-facing-error.ts';

type Fields = { message: string } & Record<string, unknown>;

/** Prisma's CLI reads the engine's standard error as JSON lines of this form, and skips the first. */
function writeLine(level: 'INFO' | 'ERROR', fields: Fields): void {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

export function logInfo(message: string): void {
  writeLine('INFO', { message });
}

/** The last word of a command that failed. */
export function logError(error: unknown): void {
  const { message, error_code: code, is_panic: isPanic } = toUserFacingError(error);
  writeLine('ERROR', {
    message,
    // The CLI shows an error only if it has some code; without one it would print the whole log.
    ...(code !== undefined && isPrismaCode(code) ? { error_code: code } : {}),
    is_panic: isPanic,
  });
}
