import type { Table } from '../schema/read-tables.ts';
import { qualifiedName, quoteIdentifier, quoteLiteral } from './quote.ts';

/** How far ahead a new table has its partitions. */
const MONTHS_AHEAD = 12;

/** Makes the tables that are to lie in partitions so, in SQL as Prisma writes it. */
export function partitionTables(sql: string, tables: readonly Table[]): string {
  let result = sql;
  for (const table of tables) {
    if (table.partitionColumn === undefined) continue;
    const by = `) PARTITION BY RANGE (${quoteIdentifier(table.partitionColumn)});`;
    const begin = result.indexOf(`CREATE TABLE ${qualifiedName(table)} (`);
    const end = begin < 0 ? -1 : result.indexOf('\n);', begin);
    if (end >= 0) result = `${result.slice(0, end)}\n${by}${result.slice(end + 3)}`;
  }
  return result;
}

/**
 * What the partitioned tables among the given ones need: a partition for what falls outside of all months, and a function that makes those
 * of last month to the given number of months ahead, to be called by the worker or the admin role.
 */
export function derivePartitions(tables: readonly Table[]): string {
  return tables
    .flatMap((table) => (table.partitionColumn === undefined ? [] : setUp(table, table.partitionColumn)))
    .join('\n');
}

/** Takes back what `derivePartitions` made and the table does not take with it. */
export function dropPartitionFunctions(tables: readonly Table[]): string {
  return tables
    .filter((table) => table.partitionColumn !== undefined)
    .map((table) => `DROP FUNCTION ${functionOf(table)}(integer);\n`)
    .join('');
}

function functionOf({ schema, name }: Table): string {
  return qualifiedName({ schema, name: `ensure_${name}_partitions` });
}

function setUp(table: Table, partitionColumn: string): string {
  const rest = qualifiedName({ schema: table.schema, name: `${table.name}_default` });
  const column = quoteIdentifier(partitionColumn);
  const called = functionOf(table);
  const schema = quoteLiteral(table.schema);
  // A partition is a table of its own: it is isolated like its parent, and nobody but the owner has rights on it.
  const isolated = table.tenancy !== 'global';
  const isolation = ['ENABLE ROW LEVEL SECURITY', 'FORCE ROW LEVEL SECURITY'].map(
    (what) => `    EXECUTE format('ALTER TABLE %I.%I ${what}', ${schema}, name);\n`,
  );
  const policy = `    EXECUTE format('CREATE POLICY owner_access ON %I.%I TO org_owner USING (true) WITH CHECK (true)', ${schema}, name);\n`;
  return `-- ${table.schema}.${table.name}: partitions by the month of ${partitionColumn} (derived from the schema's annotations)
CREATE TABLE ${rest} PARTITION OF ${qualifiedName(table)} DEFAULT;
${
  isolated
    ? `ALTER TABLE ${rest} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${rest} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON ${rest} TO org_owner USING (true) WITH CHECK (true);
`
    : ''
}CREATE FUNCTION ${called}(months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $$
DECLARE
  first_day date;
  name text;
  made integer := 0;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 120 THEN
    RAISE EXCEPTION 'months_ahead must be between 0 and 120, not %', months_ahead USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext(${quoteLiteral(`${table.schema}.${table.name} partitions`)}));
  FOR i IN -1..months_ahead LOOP
    first_day := date_trunc('month', now())::date + make_interval(months => i);
    name := ${quoteLiteral(`${table.name}_`)} || to_char(first_day, 'YYYY_MM');
    CONTINUE WHEN to_regclass(format('%I.%I', ${schema}, name)) IS NOT NULL;
    -- Rows that already lie in the default partition would forbid the new one; they stay where they are.
    CONTINUE WHEN EXISTS (
      SELECT FROM ${rest} WHERE ${column} >= first_day AND ${column} < first_day + interval '1 month'
    );
    EXECUTE format(
      'CREATE TABLE %I.%I PARTITION OF ${qualifiedName(table)} FOR VALUES FROM (%L) TO (%L)',
      ${schema}, name, first_day::timestamptz, (first_day + interval '1 month')::timestamptz
    );
${isolated ? [...isolation, policy].join('') : ''}    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
REVOKE ALL ON FUNCTION ${called}(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${called}(integer) TO org_worker, org_admin;
SELECT ${called}(${MONTHS_AHEAD});
`;
}
