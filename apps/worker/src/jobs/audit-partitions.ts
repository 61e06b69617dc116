import type { Context } from '../context.ts';

const MONTHS_AHEAD = 12;

/** Makes the partitions of the audit for the next year, as far as they are missing. */
export async function runAuditPartitions({ operations, log }: Context): Promise<void> {
  const made = await operations.ensureAuditPartitions(MONTHS_AHEAD);
  log.info({ made }, 'audit partitions ensured');
}
