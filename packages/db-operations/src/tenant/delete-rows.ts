import type { Client } from 'pg';
import type { TenantTable } from './catalog.ts';
import { identifier, literal } from './session.ts';

const CURSOR = 'erased';

/**
 * Runs `work` with a function that deletes so many of the tenant's rows at most, those that are there now, and answers how many they
 * were. Their places are looked up once, so that the work grows with their number only. One that is written, or moved by an update,
 * meanwhile is left for another time.
 */
export async function withDeletion(
  client: Client,
  { sql, tenantColumn }: TenantTable,
  tenantId: string,
  work: (deleteSome: (most: number) => Promise<{ found: number; deleted: number }>) => Promise<void>,
): Promise<void> {
  const own = `${identifier(tenantColumn)} = ${literal(tenantId)}`;
  await client.query(
    `DECLARE ${CURSOR} CURSOR WITH HOLD FOR SELECT ctid::text AS place FROM ${sql} WHERE ${own}`,
  );
  try {
    await work(async (most) => {
      const { rows } = await client.query<{ place: string }>(`FETCH ${most} FROM ${CURSOR}`);
      if (rows.length === 0) return { found: 0, deleted: 0 };
      // Two partitions may have a row at the same place: then both go, and both are the tenant's.
      const { rowCount } = await client.query(`DELETE FROM ${sql} WHERE ${own} AND ctid = ANY ($1::tid[])`, [
        rows.map(({ place }) => place),
      ]);
      return { found: rows.length, deleted: rowCount ?? 0 };
    });
  } finally {
    await client.query(`CLOSE ${CURSOR}`).catch(() => undefined);
  }
}

/** Rows of a tenant, by table. */
export async function countRows(
  client: Client,
  tables: readonly TenantTable[],
  tenantId: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name, sql, tenantColumn } of tables) {
    const { rows } = await client.query<{ rows: string }>(
      `SELECT count(*) AS rows FROM ${sql} WHERE ${identifier(tenantColumn)} = $1`,
      [tenantId],
    );
    counts[name] = Number(rows[0]?.rows);
  }
  return counts;
}
