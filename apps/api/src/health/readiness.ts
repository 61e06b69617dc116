import type { Health } from '@org/db';

/** Why the service should get no requests now. */
export interface NotReady {
  readonly code: string;
  readonly detail: string;
}

/**
 * Why the database cannot be used by this code; null when it can.
 *
 * @param expected names of the migrations that ship with the code, oldest first
 */
export function whyNotReady(health: Health, expected: readonly string[]): NotReady | null {
  const { error, migrations, pool } = health;
  if (!health.reachable) {
    return {
      code: error?.code ?? 'DATABASE_UNREACHABLE',
      detail: error?.message ?? 'The database does not answer.',
    };
  }
  if (pool.waiting > 0 && pool.idle === 0 && pool.total >= pool.max) {
    return {
      code: 'POOL_EXHAUSTED',
      detail: `All ${pool.max} connections are in use, and ${pool.waiting} requests wait for one.`,
    };
  }
  return whyOutOfStep(migrations, expected);
}

function whyOutOfStep(applied: Health['migrations'], expected: readonly string[]): NotReady | null {
  const latest = applied?.latest;
  if (!latest)
    return { code: 'DATABASE_EMPTY', detail: 'The database has no migrations. Run `pnpm orgdb migrate`.' };
  const wanted = expected.at(-1) ?? '';
  if (latest > wanted) {
    return {
      code: 'DATABASE_NEWER',
      detail: `The database is newer than this code: it has ${latest}, the code ends with ${wanted}. Deploy newer code.`,
    };
  }
  if (latest < wanted || applied.applied < expected.length) {
    return {
      code: 'DATABASE_OLDER',
      detail: `The database is older than this code: it has ${latest}, the code needs ${wanted}. Run \`pnpm orgdb migrate\`.`,
    };
  }
  if (applied.applied > expected.length) {
    return {
      code: 'DATABASE_NEWER',
      detail: `The database has ${applied.applied} migrations, the code knows ${expected.length}. Deploy newer code.`,
    };
  }
  return null;
}
