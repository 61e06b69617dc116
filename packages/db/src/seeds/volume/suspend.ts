import type pg from 'pg';

// Foreign keys of all tables, as one may come from a table that is left alone; indexes and overlaps only where many rows come.
const FOREIGN_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS restore
  FROM pg_constraint
  WHERE contype = 'f' AND conparentid = 0 AND connamespace::regnamespace::text = ANY ($1)
  ORDER BY conrelid::regclass::text, conname`;
const EXCLUSIONS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS restore
  FROM pg_constraint WHERE contype = 'x' AND conrelid::regclass::text = ANY ($1)`;
const INDEXES = `
  SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS restore
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relkind = 'r'
  WHERE indrelid::regclass::text = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid)`;

interface Suspended {
  readonly drop: string;
  readonly restore: string;
}

/** What is suspended, and for which tables. */
export interface Suspension {
  readonly schemas: readonly string[];
  /** Tables that rows are added to, as `schema.name`. */
  readonly tables: readonly string[];
  /** Those that get so many that their indexes are built once, at the end. */
  readonly large: readonly string[];
}

/**
 * Runs `work` with triggers and foreign keys suspended, and without the secondary indexes of large tables. Afterwards they are
 * built from their own definitions, so that every key of every row has been checked. Needs a transaction around it: others
 * wait meanwhile, and when anything fails nothing has changed.
 */
export async function whileSuspended(
  client: pg.Client,
  { schemas, tables, large }: Suspension,
  work: () => Promise<void>,
): Promise<void> {
  const parts = [
    ...(await client.query<Suspended>(FOREIGN_KEYS, [schemas])).rows,
    ...(await client.query<Suspended>(EXCLUSIONS, [large])).rows,
    ...(await client.query<Suspended>(INDEXES, [large])).rows,
  ];
  await run(client, [
    ...tables.map((name) => `ALTER TABLE ${name} DISABLE TRIGGER USER`),
    ...parts.map(({ drop }) => drop),
  ]);
  await work();
  await run(client, [
    ...parts.toReversed().map(({ restore }) => restore),
    ...tables.map((name) => `ALTER TABLE ${name} ENABLE TRIGGER USER`),
  ]);
}

async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}
