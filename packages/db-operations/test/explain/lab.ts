import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { type Explained, type ExplainOptions, explainQuery } from '../../src/index.ts';

/** Two tenants, a large table of the first, and others that each show one thing. Made by a superuser, read by the services' role. */
export interface Lab {
  readonly database: TestDatabase;
  readonly tenant: string;
  readonly other: string;
  /** As a superuser. */
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** As the services' role, in the first tenant. */
  explain(sql: string, options?: Partial<ExplainOptions>): Promise<Explained>;
  drop(): Promise<void>;
}

export const TENANT_SETTING = 'app.current_tenant_id';

export async function createLab(): Promise<Lab> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  const [tenant, other] = [randomUUID(), randomUUID()];
  await client.query(TABLES);
  await client.query(ROWS, [tenant]);
  await client.query(
    "INSERT INTO lab.items (tenant_id, id, kind) SELECT $1::uuid, i, 'theirs' FROM generate_series(1, 50) AS i",
    [other],
  );
  await client.query(OTHERS.replaceAll('$tenant', `'${tenant}'`));
  // In a transaction of its own: what a transaction writes is counted as changed when it ends.
  await client.query('ANALYZE lab.items, lab.parents, lab.children, lab.events, lab.many');
  return {
    database,
    tenant,
    other,
    query: async <Row extends pg.QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows,
    explain: (sql, options = {}) =>
      explainQuery({
        url: database.directUrl('app'),
        sql,
        analyze: true,
        ...options,
        settings: { [TENANT_SETTING]: tenant, max_parallel_workers_per_gather: '0', ...options.settings },
      }),
    drop: async () => {
      await client.end();
      await database.drop();
    },
  };
}

const POLICY = `USING (tenant_id = nullif(current_setting('${TENANT_SETTING}', true), '')::uuid)`;

const TABLES = `
  CREATE SCHEMA lab;
  GRANT USAGE ON SCHEMA lab TO org_app;
  CREATE TYPE lab.status AS ENUM ('DONE', 'PENDING');
  CREATE TABLE lab.items (
    tenant_id uuid NOT NULL, id int NOT NULL, kind text NOT NULL DEFAULT 'common', status lab.status NOT NULL DEFAULT 'DONE',
    grp int, code int, a int, b int, parent_id int, note text, created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (tenant_id, id));
  CREATE INDEX items_grp ON lab.items (tenant_id, grp);
  CREATE TABLE lab.parents (tenant_id uuid NOT NULL, id int NOT NULL, PRIMARY KEY (tenant_id, id));
  CREATE TABLE lab.children (tenant_id uuid NOT NULL, id int NOT NULL, parent_id int);
  CREATE TABLE lab.fresh (tenant_id uuid NOT NULL, id int NOT NULL, note text);
  CREATE TABLE lab.events (tenant_id uuid NOT NULL, at timestamptz NOT NULL, n int) PARTITION BY RANGE (at);
  CREATE TABLE lab.many (n int, note text) PARTITION BY LIST (n);
  GRANT SELECT ON lab.many TO org_app;
  DO $$ BEGIN FOR n IN 1..8 LOOP EXECUTE format('CREATE TABLE lab.many_%s PARTITION OF lab.many FOR VALUES IN (%s)', n, n); END LOOP; END $$;
  CREATE TABLE lab.slow (tenant_id uuid NOT NULL, id int GENERATED ALWAYS AS IDENTITY);
  DO $$ BEGIN FOR day IN 1..4 LOOP EXECUTE format('CREATE TABLE lab.events_%s PARTITION OF lab.events FOR VALUES FROM (%L) TO (%L)',
    day, '2026-01-01'::timestamptz + day * interval '1 day', '2026-01-02'::timestamptz + day * interval '1 day'); END LOOP; END $$;
  DO $$ DECLARE name text; BEGIN FOREACH name IN ARRAY ARRAY['items', 'parents', 'children', 'fresh', 'events', 'slow'] LOOP
    EXECUTE format('ALTER TABLE lab.%I ENABLE ROW LEVEL SECURITY; GRANT SELECT, INSERT, UPDATE, DELETE ON lab.%1$I TO org_app', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON lab.%I TO org_app ${POLICY.replaceAll("'", "''")}', name); END LOOP; END $$;
  CREATE FUNCTION lab.cutoff() RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 39990; END $$;
  CREATE FUNCTION lab.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.03); RETURN NULL; END $$;
  CREATE TRIGGER wait AFTER INSERT ON lab.slow FOR EACH ROW EXECUTE FUNCTION lab.wait()`;

const ROWS = `
  INSERT INTO lab.items (tenant_id, id, kind, status, grp, code, a, b, parent_id, note, created_at)
  SELECT $1::uuid, i, CASE WHEN i % 8000 = 0 THEN 'rare' ELSE 'common' END, CASE WHEN i % 5000 = 0 THEN 'PENDING' ELSE 'DONE' END::lab.status,
    i % 8, i, i % 20, i % 20, i % 100, repeat(md5(i::text), 6), '2026-01-01'::timestamptz + i * interval '1 minute'
  FROM generate_series(1, 40000) AS i`;

const OTHERS = `
  INSERT INTO lab.parents SELECT $tenant, i FROM generate_series(1, 200) AS i;
  INSERT INTO lab.children SELECT $tenant, i, i % 200 FROM generate_series(1, 2000) AS i;
  INSERT INTO lab.fresh SELECT $tenant, i, repeat('x', 200) FROM generate_series(1, 2000) AS i;
  INSERT INTO lab.events SELECT $tenant, '2026-01-02'::timestamptz + i * interval '5 minutes', i FROM generate_series(1, 1000) AS i;
  INSERT INTO lab.many SELECT 1, md5(i::text) FROM generate_series(1, 20000) AS i`;
