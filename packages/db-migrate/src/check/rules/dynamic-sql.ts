import type { Rule } from './rule.ts';

export const dynamicSql: Rule = {
  name: 'dynamic-sql',
  severity: 'warning',
  title: 'A DO block, or a function that is called, runs what cannot be read from its text',
  why: 'No other rule can look at it, and the model of the schema does not have what it makes.',
  safe: 'Write the statements themselves, or EXECUTE of constants: also joined by || or format(), with variables of one value, or in a loop over VALUES or ARRAY[…].',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, customer text);',
    rows: "INSERT INTO orders SELECT n, 'c' || n FROM generate_series(1, 500) AS n;",
    bad: `DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relname = 'orders' LOOP
    EXECUTE format('CREATE INDEX ON %I (customer)', name);
  END LOOP;
END
$$;`,
    good: [
      `DO $$
DECLARE columns text[] := ARRAY['note', 'remark'];
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY columns LOOP
    EXECUTE format('ALTER TABLE orders ADD COLUMN %I text', name);
  END LOOP;
END
$$;`,
      'CREATE INDEX CONCURRENTLY ON orders (customer);',
    ],
  },
  onChange({ change }) {
    return change.kind === 'unseen' ? `${change.what}: what it does is not looked at.` : undefined;
  },
};
