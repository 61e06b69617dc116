import pg from 'pg';

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Runs each statement by itself, as VACUUM and concurrent builds want it, and what it counts is seen by others at once. */
export async function runAll(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    await client.query(statement);
    await client.query('SELECT pg_stat_force_next_flush()');
  }
}

/** A schema of somebody who never looked after it; to be made by the owner of the database. */
export const NEGLECTED: readonly string[] = [
  'CREATE SCHEMA care',

  `CREATE TABLE care.bloated (id int PRIMARY KEY, body text)`,
  'CREATE INDEX bloated_next ON care.bloated ((id + 1))',
  `INSERT INTO care.bloated SELECT n, repeat('x', 150) FROM generate_series(1, 60000) AS n`,
  'DELETE FROM care.bloated WHERE id % 20 <> 0',
  'VACUUM (ANALYZE) care.bloated',

  'CREATE TABLE care.dense (id int PRIMARY KEY, body text)',
  `INSERT INTO care.dense SELECT n, repeat('x', 150) FROM generate_series(1, 20000) AS n`,
  'VACUUM (ANALYZE) care.dense',

  'CREATE TABLE care.dead (id int, body text)',
  `INSERT INTO care.dead SELECT n, 'old' FROM generate_series(1, 5000) AS n`,
  'VACUUM (ANALYZE) care.dead',
  `UPDATE care.dead SET body = 'new' WHERE id % 2 = 0`,

  // Large values, in pieces beside the table: a fourth of them is left, and all but the last were changed since.
  'CREATE TABLE care.documents (id int PRIMARY KEY, body text)',
  'ALTER TABLE care.documents ALTER body SET STORAGE EXTERNAL',
  `INSERT INTO care.documents SELECT n, repeat('x', 7900) FROM generate_series(1, 1200) AS n`,
  'DELETE FROM care.documents WHERE id % 4 <> 0',
  'VACUUM (ANALYZE) care.documents',
  `UPDATE care.documents SET body = repeat('y', 7900) WHERE id <= 1100`,

  // Filled after it was looked at; autovacuum would come in a minute.
  'CREATE TABLE care.filled (id int PRIMARY KEY, body text) WITH (autovacuum_enabled = off)',
  'ANALYZE care.filled',
  `INSERT INTO care.filled SELECT n, repeat('x', 150) FROM generate_series(1, 50000) AS n`,

  'CREATE TABLE care.fresh (id int)',
  'INSERT INTO care.fresh SELECT n FROM generate_series(1, 2000) AS n',

  'CREATE TABLE care.indexed (id int PRIMARY KEY, a int NOT NULL, b int, c text, d text) WITH (fillfactor = 50)',
  `INSERT INTO care.indexed SELECT n, n, n % 7, 'c' || n, repeat('d', 100) FROM generate_series(1, 10000) AS n`,
  'CREATE INDEX short ON care.indexed (a)',
  'CREATE INDEX long ON care.indexed (a, b)',
  'CREATE INDEX long_again ON care.indexed (a, b)',
  'CREATE INDEX lower_c ON care.indexed (lower(c))',
  'CREATE INDEX lower_c_again ON care.indexed (lower(c))',
  // None of these can be done without.
  'CREATE UNIQUE INDEX unique_a ON care.indexed (a)',
  'CREATE INDEX down ON care.indexed (a DESC, b)',
  'CREATE INDEX partial ON care.indexed (a) WHERE b = 1',
  'CREATE INDEX pattern ON care.indexed (c text_pattern_ops)',
  'CREATE INDEX collated ON care.indexed (c COLLATE "C")',
  'CREATE INDEX hashed ON care.indexed USING hash (a)',
  'CREATE INDEX carrying ON care.indexed (c) INCLUDE (d)',
  'CREATE INDEX "with space" ON care.indexed (b, c)',
  'VACUUM (ANALYZE) care.indexed',

  'CREATE TABLE care.child (id int PRIMARY KEY, indexed_id int REFERENCES care.indexed, again int REFERENCES care.indexed)',
  'CREATE INDEX child_again ON care.child (again) WHERE again IS NOT NULL',

  'CREATE TABLE care.numbered (id smallserial, wide bigserial)',
  `SELECT setval('care.numbered_id_seq', 30000), setval('care.numbered_wide_seq', 30000)`,
  'CREATE TABLE care.narrow (id int)',
  'CREATE SEQUENCE care.feeding OWNED BY care.narrow.id',
  `SELECT setval('care.feeding', 2000000000)`,

  'CREATE TABLE care.events (at timestamptz NOT NULL) PARTITION BY RANGE (at)',
  'CREATE TABLE care.events_rest PARTITION OF care.events DEFAULT',
  'INSERT INTO care.events VALUES (now()), (now())',

  // As the queue has one: a partition for today, and one for tomorrow.
  'CREATE TABLE care.daily (at timestamptz NOT NULL) PARTITION BY RANGE (at)',
  `DO $$ BEGIN FOR day IN 0..1 LOOP EXECUTE format('CREATE TABLE care.%I PARTITION OF care.daily FOR VALUES FROM (%L) TO (%L)',
     'daily_' || day, current_date + day, current_date + day + 1); END LOOP; END $$`,
];

export const BROKEN_INDEX = 'CREATE UNIQUE INDEX CONCURRENTLY broken ON care.indexed (b)';
