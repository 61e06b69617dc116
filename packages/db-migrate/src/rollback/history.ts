import { quoteLiteral } from '../derive/quote.ts';
import { ROLLBACK_UNDER_WAY } from '../history/history.ts';

/** SQL that records a migration as taken back, as `prisma migrate resolve --rolled-back` does: it is pending again. */
export function recordRolledBack(name: string, note: string): string {
  return `UPDATE public._prisma_migrations SET finished_at = NULL, rolled_back_at = clock_timestamp(), applied_steps_count = 0, logs = ${quoteLiteral(note)}
    WHERE migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
}

/** SQL that records how far the taking back has come, for one that takes several transactions. Until its end, nothing deploys. */
export function recordProgress(name: string, done: number, note: string): string {
  return `UPDATE public._prisma_migrations SET finished_at = NULL, logs = ${quoteLiteral(`${ROLLBACK_UNDER_WAY}${done}\n${note}`)}
    WHERE migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
}
