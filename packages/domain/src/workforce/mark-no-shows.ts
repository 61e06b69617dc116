import type { TenantClient } from '@org/db';

import { inTransaction } from '../shared/in-transaction.ts';
import { notifySupervisors } from './notify.ts';

/** How long after its start a shift may begin, in minutes. */
const GRACE_MINUTES = 60;
/** How long after its end a shift may be clocked out of, in minutes. */
const OVERRUN_MINUTES = 240;

/** What the job has found. */
export interface NoShows {
  readonly missed: number;
  readonly forgotten: number;
}

/**
 * Shifts whose agent has not clocked in an hour after the start become NO_SHOW. Who has not clocked out four hours after
 * the end has forgotten to: the attendance is INCOMPLETE, the shift COMPLETED. The supervisors are told of each. Running
 * it again, or twice at once, finds nothing twice.
 */
export async function markNoShows(client: TenantClient): Promise<NoShows> {
  return inTransaction(client, async (tx) => {
    const missed = await tx.$queryRaw<{ who: string; site: string }[]>`
      WITH due AS (
        SELECT id FROM workforce.shifts
        WHERE agent_id IS NOT NULL AND status IN ('SCHEDULED', 'CONFIRMED')
          AND start_time < now() - make_interval(mins => ${GRACE_MINUTES}::integer)
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
      ), marked AS (
        UPDATE workforce.shifts AS s SET status = 'NO_SHOW', updated_at = now() FROM due WHERE s.id = due.id
        RETURNING s.agent_id, s.site_id, s.start_time
      )
      SELECT a.first_name || ' ' || a.last_name AS who, site.name AS site
      FROM marked JOIN workforce.agents AS a ON a.id = marked.agent_id
      JOIN workforce.sites AS site ON site.id = marked.site_id ORDER BY marked.start_time, a.id`;
    for (const { who, site } of missed) {
      await notifySupervisors(tx, {
        type: 'URGENT',
        title: `Did not come: ${who}`,
        body: `Nobody is at ${site}.`,
      });
    }
    const forgotten = await tx.$queryRaw<{ who: string; site: string }[]>`
      WITH due AS (
        SELECT w.id, w.shift_id FROM workforce.attendance AS w JOIN workforce.shifts AS s ON s.id = w.shift_id
        WHERE w.clock_out_time IS NULL AND w.status IN ('CLOCKED_IN', 'ON_BREAK')
          AND s.end_time < now() - make_interval(mins => ${OVERRUN_MINUTES}::integer)
        ORDER BY s.id FOR NO KEY UPDATE OF s SKIP LOCKED
      ), ended AS (
        UPDATE workforce.shifts AS s SET status = 'COMPLETED', updated_at = now() FROM due WHERE s.id = due.shift_id
      ), closed AS (
        UPDATE workforce.attendance AS w SET status = 'INCOMPLETE', break_started_at = NULL, updated_at = now() FROM due WHERE w.id = due.id
        RETURNING w.agent_id, w.site_id, w.clock_in_time
      )
      SELECT a.first_name || ' ' || a.last_name AS who, site.name AS site
      FROM closed JOIN workforce.agents AS a ON a.id = closed.agent_id
      JOIN workforce.sites AS site ON site.id = closed.site_id ORDER BY closed.clock_in_time, a.id`;
    for (const { who, site } of forgotten) {
      await notifySupervisors(tx, {
        type: 'WARNING',
        title: `Did not clock out: ${who}`,
        body: `At ${site}.`,
      });
    }
    return { missed: missed.length, forgotten: forgotten.length };
  });
}
