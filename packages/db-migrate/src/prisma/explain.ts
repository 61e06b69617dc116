import { connectionLost } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import type { PrismaResult } from './run.ts';

/** What Prisma says about a failure, without the lines that only tell which files it loaded. */
export function explainPrisma(result: Pick<PrismaResult, 'stdout' | 'stderr'>): string {
  const noise = /^(Loaded Prisma config|Prisma schema loaded|Datasource ")/;
  const text = [result.stderr, result.stdout].map((part) =>
    part
      .split('\n')
      .filter((line) => line.trim() !== '' && !noise.test(line))
      .join('\n'),
  );
  return text.find((part) => part !== '') ?? 'Prisma gave no reason.';
}

/** What the engine says of a session that the server has ended, or of a server that is gone. */
const LOST = /^(?:.*\bP10(?:01|17)\b|FATAL: |PANIC: |.*Connection terminated unexpectedly).*$/m;

/**
 * The error for what Prisma or its engine failed at on a scratch database.
 *
 * @param reason in their words
 * @param what went wrong, as a sentence
 * @param doing what was going on, for a connection that was lost
 */
export function failedOnScratch(
  reason: string,
  { url, what, doing, cause }: { url: string; what: string; doing: string; cause?: unknown },
): MigrateError {
  const lost = LOST.exec(reason)?.[0];
  return lost === undefined
    ? new MigrateError('MIGRATION_FAILED', `${what}\n${reason}`, { cause })
    : connectionLost(url, doing, new Error(lost));
}
