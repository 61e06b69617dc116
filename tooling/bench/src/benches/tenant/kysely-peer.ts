import { type Generated, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { newCode } from './cases.ts';
import type { Row } from './data.ts';
import { CONNECTIONS, type TenantPeer } from './peers.ts';

interface Products {
  'commerce.products': {
    tenant_id: string;
    id: Generated<string>;
    code: string;
    name: string;
    vintage: number | null;
    created_at: Generated<Date>;
  };
}

type Work = (tx: Transaction<Products>, row: Row, call: number) => Promise<unknown>;

const byId = (tx: Transaction<Products>, { tenantId, id }: Row) =>
  tx
    .selectFrom('commerce.products')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

const setVintage = (tx: Transaction<Products>, { tenantId, id }: Row, call: number) =>
  tx
    .updateTable('commerce.products')
    .set({ vintage: 1950 + (call % 70) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();

const WORK: Readonly<Record<string, Work>> = {
  'find one': byId,
  'find unique': byId,
  'find 20': (tx, { tenantId }) =>
    tx
      .selectFrom('commerce.products')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('created_at', 'desc')
      .limit(20)
      .execute(),
  'raw read': (tx, { tenantId, id }) =>
    sql`SELECT * FROM commerce.products WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`.execute(tx),
  update: setVintage,
  create: (tx, { tenantId }) =>
    tx
      .insertInto('commerce.products')
      .values({ tenant_id: tenantId, code: newCode(), name: 'A new product' })
      .returningAll()
      .executeTakeFirst(),
  'interactive transaction': async (tx, row, call) => {
    await byId(tx, row);
    await setVintage(tx, row, call);
  },
};

/** Kysely, each query in a transaction whose first statement sets the tenant. */
export function kyselyPeer(connectionString: string): TenantPeer {
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS, idleTimeoutMillis: 0 });
  const db = new Kysely<Products>({ dialect: new PostgresDialect({ pool }) });
  return {
    work: (name) => {
      const work = WORK[name];
      if (!work) return undefined;
      return (row, call) =>
        db.transaction().execute(async (tx) => {
          await sql`SELECT set_config('app.current_tenant_id', ${row.tenantId}, true)`.execute(tx);
          return await work(tx, row, call);
        });
    },
    close: () => db.destroy(),
  };
}
