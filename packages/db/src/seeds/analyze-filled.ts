import type { PrismaClient } from '../../generated/prisma/client.ts';

/**
 * Counts what tables hold, for the planner, where the rows written changed enough of it that autovacuum would, which comes a minute
 * later and never to a partitioned table as a whole. A table that somebody else has locked is skipped, as are those of other owners.
 */
export async function analyzeFilled(client: PrismaClient): Promise<void> {
  // What was written is told to the counters now; else it is when they are next due.
  await client.$executeRaw`SELECT pg_stat_force_next_flush()`;
  const tables = await client.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class AS filled
      JOIN pg_class AS c ON c.oid = coalesce(pg_partition_root(filled.oid), filled.oid)
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE filled.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND pg_has_role(c.relowner, 'USAGE') AND pg_has_role(filled.relowner, 'USAGE')
      AND pg_stat_get_mod_since_analyze(filled.oid) >= 50 + 0.1 * greatest(filled.reltuples, 0)
    ORDER BY 1`;
  if (tables.length === 0) return;
  await client.$executeRawUnsafe(`ANALYZE (SKIP_LOCKED) ${tables.map(({ name }) => name).join(', ')}`);
}
