import { CHANGE_DAYS } from '@org/domain';
import type { Context } from '../context.ts';

const MONTHS_AHEAD = 12;
/** A day longer than cursors are good. */
const KEEP_CHANGES_DAYS = CHANGE_DAYS + 1;
const BATCH = 10_000;

/**
 * Makes the partitions of tracks for the next year, moves old months to the archive and drops the oldest, as the policy
 * says, and forgets what changed too long ago to be followed.
 */
export async function runTrackRetention({ config, operations, log }: Context): Promise<void> {
  const made = await operations.ensureLocationPartitions(MONTHS_AHEAD);
  const { archived, dropped } = await operations.retireLocationPartitions(config.tracks);
  let pruned = 0;
  for (let batch = BATCH; batch === BATCH; pruned += batch) {
    batch = await operations.pruneChanges(KEEP_CHANGES_DAYS, BATCH);
  }
  log.info({ made, archived, dropped, pruned }, 'tracks and changes kept by policy');
}
