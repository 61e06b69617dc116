import type { Column, TenantTable } from './catalog.ts';

/** How often the rows of a table are written into one tenant. */
export interface Multiple {
  /** With other users, customers and so on each time; false for what a tenant has once. */
  readonly copied: boolean;
  /** What is written again and again, as the tenant is busy; tables of one of these refer to each other. */
  readonly history?: History;
}

/** Tables whose rows come all the time. */
export interface History {
  readonly tables: readonly string[];
  /** The next repetition lies so many days earlier. */
  readonly days: number;
}

export type MultipleOf = (table: string) => Multiple;

/**
 * The statement that writes a table's rows, as they are in the tenants that it is copied from, many times over.
 *
 * Parameters: `$1` ids of the tenants to copy from, of which the first wins where a tenant has something once, `$2` ids of the tenants to fill, `$3` their numbers from 1 on, `$4` copies,
 * `$5` repetitions of the table's history in each tenant. Every row's id becomes that of its copy, and so do the ids that it
 * refers to; names in unique keys get the copy's number. Repetitions lie whole days apart, so that what held between moments and
 * days holds on.
 */
export function multiply(
  table: TenantTable,
  tables: ReadonlyMap<string, TenantTable>,
  multipleOf: MultipleOf,
): string {
  const multiple = multipleOf(table.name);
  const { copied, history } = multiple;
  const toValue = (column: Column) => {
    const value = `source.${column.name}`;
    if (column.name === 'tenant_id') return 'tenant.id';
    if (column.type === 'uuid') return idOf(column, table, tables, multipleOf);
    if ((copied || history) && column.keys?.some((key) => !isKeptApart(key, table, multipleOf))) {
      const number = numberIn(multiple, history);
      return `CASE WHEN ${number} = 0 THEN ${value} ELSE ${value} || '-' || ${number} END`;
    }
    const earlier = [value];
    if (column.type.startsWith('timestamp') && copied) earlier.push("copy * interval '7 minutes'");
    if (column.type.startsWith('timestamp') && history)
      earlier.push(`again * interval '${history.days} days'`);
    if (column.type === 'date' && history) earlier.push(`again * ${history.days}`);
    return earlier.join(' - ');
  };
  return `
    INSERT INTO ${table.name} (${table.columns.map(({ name }) => name).join(', ')})
    SELECT ${table.columns.map(toValue).join(', ')}
    FROM unnest($2::uuid[], $3::int[], $5::int[]) AS tenant (id, number, repetitions)
    CROSS JOIN generate_series(0, ${copied ? '$4::int' : 'least($4::int, 1)'} - 1) AS copy
    CROSS JOIN generate_series(0, ${history ? 'tenant.repetitions' : 'least(tenant.repetitions, 1)'} - 1) AS again
    JOIN ${table.name} AS source ON source.tenant_id = ANY ($1::uuid[])
    ORDER BY again DESC, tenant.number, copy, array_position($1::uuid[], source.tenant_id)
    ${copied || history ? '' : 'ON CONFLICT DO NOTHING'}`;
}

/** Whether copies of a row differ in a key by what they refer to, so that names in it may stay as they are. */
function isKeptApart(key: readonly string[], table: TenantTable, multipleOf: MultipleOf): boolean {
  const own = multipleOf(table.name);
  return table.columns.some(({ name, target }) => {
    if (!key.includes(name) || target?.column !== 'id') return false;
    const its = multipleOf(target.table);
    return its.copied === own.copied && its.history === own.history;
  });
}

/** A copy's number, as rows of a history see it: the later its time, the lower. Others refer to the latest repetition. */
function numberIn({ copied, history }: Multiple, seenFrom: History | undefined): string {
  const copy = copied ? 'copy' : '0';
  return history && history === seenFrom ? `(again * ${copied ? '$4::int' : '1'} + ${copy})` : copy;
}

function idOf(
  column: Column,
  table: TenantTable,
  tables: ReadonlyMap<string, TenantTable>,
  multipleOf: MultipleOf,
): string {
  const value = `source.${column.name}`;
  const owner = column.name === 'id' ? table.name : ownerOf(column, tables);
  // What all tenants share stays what it is.
  if (owner === undefined) return value;
  const number = numberIn(multipleOf(owner), multipleOf(table.name).history);
  // An identifier of version 7 begins with its time: the first digits say which copy, the next ones whose.
  return `(lpad(to_hex(4294967295 - ${number}), 8, '0') || '-' || lpad(to_hex(tenant.number), 4, '0') || substr(${value}::text, 14))::uuid`;
}

/** The table whose rows a column names, through keys that repeat what another table refers to. */
function ownerOf(column: Column, tables: ReadonlyMap<string, TenantTable>): string | undefined {
  if (column.target === null) return 'core.users'; // Without a key, as in the audit: names what every copy has once.
  const target = tables.get(column.target.table);
  if (column.target.column === 'id') return target?.name;
  const repeated = target?.columns.find(({ name }) => name === column.target?.column);
  return repeated && ownerOf(repeated, tables);
}
