import { type Client, escapeIdentifier } from 'pg';
import type { StatementDescription } from './describe-statement.ts';

interface Plan {
  readonly 'Join Type'?: string;
  readonly 'Parent Relationship'?: string;
  readonly Output?: readonly string[];
  readonly Plans?: readonly Plan[];
}

/** Of a join of this type, the sides whose columns are NULL where the other has no match. */
const MAY_BE_MISSING: ReadonlyMap<string, readonly string[]> = new Map([
  ['Left', ['Inner']],
  ['Right', ['Outer']],
  ['Full', ['Inner', 'Outer']],
]);

/**
 * Which columns of a prepared statement's result can be NULL: all but those that come unchanged from a column that is NOT NULL, and not from
 * the side of an outer join that may be missing.
 */
export async function nullableColumns(
  client: Client,
  name: string,
  { columns, parameters }: StatementDescription,
): Promise<boolean[]> {
  const { rows } = await client.query<{ nullable: boolean }>(
    `SELECT coalesce(NOT attnotnull, true) AS nullable
     FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY AS col (relation, number, place)
     LEFT JOIN pg_catalog.pg_attribute ON attrelid = relation AND attnum = number AND number > 0
     ORDER BY place`,
    [columns.map(({ tableID }) => tableID), columns.map(({ columnID }) => columnID)],
  );
  const plan = await explain(client, name, parameters.length);
  const outputs = plan?.Output ?? [];
  const missing = plan === undefined ? new Set<string>() : outputsThatMayBeMissing(plan);
  return rows.map(({ nullable }, index) => nullable || missing.has(outputs[index] ?? ''));
}

/** The plan of a statement whatever its parameters are; undefined for one that has none, as CALL. */
async function explain(client: Client, name: string, parameterCount: number): Promise<Plan | undefined> {
  const values = Array.from({ length: parameterCount }, () => 'NULL').join(', ');
  try {
    await client.query('BEGIN; SET LOCAL plan_cache_mode = force_generic_plan');
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan?: Plan }[] }>(
      `EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE ${escapeIdentifier(name)}${values && `(${values})`}`,
    );
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  } catch {
    return undefined;
  } finally {
    await client.query('ROLLBACK');
  }
}

function outputsThatMayBeMissing(plan: Plan, found = new Set<string>()): Set<string> {
  const sides = MAY_BE_MISSING.get(plan['Join Type'] ?? '') ?? [];
  for (const child of plan.Plans ?? []) {
    if (sides.includes(child['Parent Relationship'] ?? '')) {
      for (const output of child.Output ?? []) {
        found.add(output);
      }
    }
    outputsThatMayBeMissing(child, found);
  }
  return found;
}
