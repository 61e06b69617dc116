/** A type as it is written in SQL by hand: `timestamp(3) with time zone` → `timestamptz(3)`. */
export function shortType(type: string): string {
  return type
    .replace(/^character varying/, 'varchar')
    .replace(/^character(?=\()/, 'char')
    .replace(/^timestamp(\(\d\))? with time zone/, 'timestamptz$1')
    .replace(/^timestamp(\(\d\))? without time zone/, 'timestamp$1')
    .replace(/^time(\(\d\))? without time zone/, 'time$1')
    .replace(/^double precision/, 'float8')
    .replace(/^(public|pg_catalog)\./, '');
}

/** A default without the cast that PostgreSQL adds to a literal of the column's type: `'OPEN'::planning.gap_status` → `'OPEN'`. */
export function shortDefault(sql: string): string {
  return sql.replace(/^('(?:[^']|'')*')::[a-z_. ]+(?:\(\d+\))?$/, '$1');
}
