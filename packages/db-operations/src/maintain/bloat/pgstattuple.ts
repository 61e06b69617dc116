import type { Client } from 'pg';
import { qualified } from '../sql.ts';
import type { Candidate } from './candidates.ts';

/** Measures what of a table or index holds nothing, in bytes. */
export type Measure = (candidate: Candidate) => Promise<number>;

/** The extension's functions, where it is there and the role may call them. They read what they measure. */
export async function findPgstattuple(client: Client): Promise<Measure | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
     WHERE e.extname = 'pgstattuple' AND has_schema_privilege(n.oid, 'USAGE') AND (
       SELECT count(*) = 2 AND bool_and(has_function_privilege(p.oid, 'EXECUTE')) FROM pg_proc AS p
       WHERE p.pronamespace = n.oid AND p.proargtypes::text = 'regclass'::regtype::oid::text
         AND p.proname IN ('pgstattuple_approx', 'pgstatindex'))`,
  );
  const schema = rows[0]?.schema;
  if (schema === undefined) return undefined;
  const call = (name: string) => qualified({ schema, name });
  return async ({ oid, index, fillFactor, blockSize }) => {
    const { rows: measured } = await client.query<{ wasted: number | null }>(
      index === null
        ? `SELECT (approx_free_space + dead_tuple_len)::float8 AS wasted FROM ${call('pgstattuple_approx')}($1::oid::regclass)`
        : `SELECT ((empty_pages + deleted_pages) * ${blockSize}
             + leaf_pages * ${blockSize} * greatest(0, 1 - coalesce(nullif(avg_leaf_density, 'NaN'), 0) / ${fillFactor}))::float8 AS wasted
           FROM ${call('pgstatindex')}($1::oid::regclass)`,
      [oid],
    );
    return measured[0]?.wasted ?? 0;
  };
}
