import type { Client } from 'pg';
import { USER_TABLES } from './watcher.ts';

/** Where each table is stored, and what the running transaction has read and changed in it so far. */
export type Footprint = ReadonlyMap<
  string,
  { readonly file: string; readonly read: number; readonly changed: number }
>;

/** Takes a footprint in the session that works: no other can see its transaction. */
export async function footprint(client: Client): Promise<Footprint> {
  const { rows } = await client.query<{ name: string; file: string; read: string; changed: string }>(
    `SELECT t.name, pg_relation_filenode(t.oid)::text AS file, coalesce(s.seq_tup_read, 0) AS read,
       coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0) AS changed
     FROM (${USER_TABLES}) AS t LEFT JOIN pg_stat_xact_all_tables AS s ON s.relid = t.oid`,
  );
  return new Map(
    rows.map(({ name, file, read, changed }) => [
      name,
      { file, read: Number(read), changed: Number(changed) },
    ]),
  );
}

/** What happened between two footprints of one transaction. */
export function difference(before: Footprint, after: Footprint) {
  const rewritten: string[] = [];
  const rowsRead: Record<string, number> = {};
  const rowsChanged: Record<string, number> = {};
  for (const [name, was] of before) {
    const is = after.get(name);
    if (is === undefined) continue;
    if (is.file !== was.file) rewritten.push(name);
    if (is.read > was.read) rowsRead[name] = is.read - was.read;
    if (is.changed > was.changed) rowsChanged[name] = is.changed - was.changed;
  }
  return { rewritten, rowsRead, rowsChanged };
}
