import type { Client } from 'pg';
import { qualified } from '../sql.ts';
import type { Candidate } from './candidates.ts';

/** What the extension measures. Both answer undefined where it takes longer than a statement may, or somebody has it locked. */
export interface Pgstattuple {
  /** Of a table, TOAST table or B-tree: how many bytes hold nothing. Reads it, or what of it is not known to be visible to all. */
  wasted(candidate: Candidate): Promise<number | undefined>;
  /** Of a GIN index: how many pages wait to be sorted in. Reads one page. */
  pendingPages(oid: number): Promise<number | undefined>;
}

const BUSY = ['57014', '55P03'];

/** The extension's functions, where it is there and the role may call them. */
export async function findPgstattuple(client: Client): Promise<Pgstattuple | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
     WHERE e.extname = 'pgstattuple' AND has_schema_privilege(n.oid, 'USAGE') AND (
       SELECT count(*) = 3 AND bool_and(has_function_privilege(p.oid, 'EXECUTE')) FROM pg_proc AS p
       WHERE p.pronamespace = n.oid AND p.proargtypes::text = 'regclass'::regtype::oid::text
         AND p.proname IN ('pgstattuple_approx', 'pgstatindex', 'pgstatginindex'))`,
  );
  const schema = rows[0]?.schema;
  if (schema === undefined) return undefined;
  const ask = async (name: string, value: string, oid: number): Promise<number | undefined> => {
    await client.query('SAVEPOINT measure');
    try {
      const { rows: measured } = await client.query<{ value: number | null }>(
        `SELECT (${value})::float8 AS value FROM ${qualified({ schema, name })}($1::oid::regclass)`,
        [oid],
      );
      await client.query('RELEASE SAVEPOINT measure');
      return measured[0]?.value ?? 0;
    } catch (error) {
      if (!BUSY.includes((error as { code?: string }).code ?? '')) throw error;
      await client.query('ROLLBACK TO SAVEPOINT measure');
      return undefined;
    }
  };
  return {
    wasted: ({ oid, index, fillFactor, blockSize }) =>
      index === null
        ? ask('pgstattuple_approx', 'approx_free_space + dead_tuple_len', oid)
        : ask(
            'pgstatindex',
            `(empty_pages + deleted_pages) * ${blockSize}
               + leaf_pages * ${blockSize} * greatest(0, 1 - coalesce(nullif(avg_leaf_density, 'NaN'), 0) / ${fillFactor})`,
            oid,
          ),
    pendingPages: (oid) => ask('pgstatginindex', 'pending_pages', oid),
  };
}
