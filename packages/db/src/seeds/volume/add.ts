/** Rows that the demo tenants do not have, or too few of: so many to each row of another table, or shared out among them. */
export interface Addition {
  readonly into: string;
  /** Over all tenants, at scale 1. */
  readonly rows: number;
  /** Table whose rows they belong to. */
  readonly of: string;
  /** A few of these have most of them; otherwise all have equally many. */
  readonly uneven?: boolean;
  /** Another table, a row of which is theirs in turn. */
  readonly and?: string;
  /**
   * SQL by column, over `parent`, `other`, the row's number `n` among those of its tenant, of which there are `parents` to a row of
   * each parent, and `back`, the share of the past that it lies back.
   */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The statement that writes an addition. Parameters: `$1` ids of the tenants, `$2` how many rows each of them gets.
 */
export function add({ into, of, and, uneven = false, values }: Addition): string {
  const [parent = '', condition = 'true'] = of.split(' WHERE ');
  const tenant = parent === 'core.tenants' ? 'id' : 'tenant_id';
  // The golden ratio spreads numbers evenly; squared, the first ones come more often.
  const place = uneven
    ? 'floor(wanted.parents * power(n * 0.6180339887498949::float8 - floor(n * 0.6180339887498949::float8), 2))::int'
    : 'n % wanted.parents';
  const rowsOf = (table: string, id: string, where: string) =>
    `SELECT *, ${id === 'id' ? 'id AS tenant_id,' : ''} row_number() OVER (PARTITION BY ${id} ORDER BY id)::int - 1 AS place
     FROM ${table} WHERE ${id} = ANY ($1::uuid[]) AND ${where}`;
  const countOf = (name: string, as: string) =>
    `(SELECT tenant_id, count(*)::int AS ${as} FROM ${name} GROUP BY tenant_id) AS ${as}`;
  const columns = Object.keys(values).map((name) => `"${name}"`);
  return `
    WITH parent AS MATERIALIZED (${rowsOf(parent, tenant, condition)}),
    other AS MATERIALIZED (${rowsOf(and ?? 'core.tenants', and ? 'tenant_id' : 'id', 'true')}),
    wanted AS MATERIALIZED (
      SELECT t.id, t.rows, parents.parents, others.others FROM unnest($1::uuid[], $2::int[]) AS t (id, rows)
      JOIN ${countOf('parent', 'parents')} ON parents.tenant_id = t.id
      JOIN ${countOf('other', 'others')} ON others.tenant_id = t.id
    )
    INSERT INTO ${into} (tenant_id, ${columns.join(', ')})
    SELECT parent.tenant_id, ${Object.values(values).join(', ')}
    FROM (
      SELECT wanted.id, wanted.parents, n, n::float8 / wanted.rows AS back, ${place} AS place, (n % wanted.parents + n / wanted.parents) % wanted.others AS other_place
      FROM wanted CROSS JOIN generate_series(0, wanted.rows - 1) AS n
    ) row
    JOIN parent ON parent.tenant_id = row.id AND parent.place = row.place
    JOIN other ON other.tenant_id = row.id AND other.place = row.other_place
    ORDER BY back DESC`;
}
