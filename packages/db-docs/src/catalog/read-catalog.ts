import type { withConnection } from '@org/db-migrate';
import type {
  Catalog,
  CatalogColumn,
  CatalogForeignKey,
  CatalogIndex,
  CatalogPolicy,
  CatalogTable,
  CatalogTrigger,
  Grant,
} from './catalog.ts';
import * as queries from './queries.ts';
import { shortDefault, shortType } from './short-type.ts';

/** A connection to PostgreSQL. */
export type Connection = Parameters<Parameters<typeof withConnection>[1]>[0];

type Of<T> = T & { of: number };
type Constraint = Of<CatalogForeignKey & { type: 'p' | 'u' | 'f' | 'c' | 'x'; sql: string }>;

/** Reads the catalogs; the answer does not depend on the time, the connection's settings or the server's version. */
export async function readCatalog(client: Connection, schemas: readonly string[]): Promise<Catalog> {
  // With nothing else to be found by, every name is printed with its schema.
  await client.query("SET search_path = 'pg_catalog'");
  const rows = async <T extends object>(sql: string): Promise<T[]> =>
    (await client.query<T>(sql, [schemas])).rows;
  const tables = await rows<{ oid: number; schema: string; name: string; partitionedBy: string | null }>(
    queries.TABLES,
  );
  const columns = byTable(await rows<Of<Nullable<CatalogColumn, 'default'>>>(queries.COLUMNS));
  const constraints = byTable(await rows<Constraint>(queries.CONSTRAINTS));
  const indexes = byTable(await rows<Of<Nullable<CatalogIndex, 'where'>>>(queries.INDEXES));
  const policies = byTable(await rows<Of<Nullable<CatalogPolicy, 'using' | 'check'>>>(queries.POLICIES));
  const triggers = byTable(await rows<Of<CatalogTrigger>>(queries.TRIGGERS));
  const grants = byTable(await rows<Of<Grant>>(queries.GRANTS));
  const columnGrants = byTable(await rows<Of<{ role: string; right: string }>>(queries.COLUMN_GRANTS));
  return {
    tables: tables.map(({ oid, schema, name, partitionedBy }): CatalogTable => {
      const ofKind = (type: Constraint['type']) => constraints(oid).filter((one) => one.type === type);
      return {
        schema,
        name,
        partitionedBy: partitionedBy ?? undefined,
        columns: columns(oid).map((column) => ({
          ...column,
          type: shortType(column.type),
          default: column.default === null ? undefined : shortDefault(column.default),
        })),
        primaryKey: ofKind('p')[0]?.columns ?? [],
        uniqueKeys: ofKind('u'),
        foreignKeys: ofKind('f'),
        rules: [
          ...ofKind('c').map((one) => ({ name: one.name, kind: 'check' as const, sql: one.sql })),
          ...ofKind('x').map((one) => ({ name: one.name, kind: 'exclusion' as const, sql: one.sql })),
        ],
        indexes: indexes(oid).map((index) => ({ ...index, where: index.where ?? undefined })),
        policies: policies(oid).map((policy) => ({
          ...policy,
          using: policy.using ?? undefined,
          check: policy.check ?? undefined,
        })),
        triggers: triggers(oid),
        grants: merge(grants(oid), columnGrants(oid)),
      };
    }),
    enums: await rows(queries.ENUMS),
    functions: await rows(queries.FUNCTIONS),
  };
}

type Nullable<T, K extends keyof T> = Omit<T, K> & { [key in K]: Exclude<T[key], undefined> | null };

function byTable<T extends { of: number }>(rows: readonly T[]): (table: number) => T[] {
  const groups = Map.groupBy(rows, (row) => row.of);
  return (table) => groups.get(table) ?? [];
}

function merge(whole: readonly Grant[], single: readonly { role: string; right: string }[]): Grant[] {
  const roles = [...new Set([...whole, ...single].map(({ role }) => role))].sort();
  return roles.map((role) => ({
    role,
    rights: [
      ...(whole.find((one) => one.role === role)?.rights ?? []),
      ...single.filter((one) => one.role === role).map(({ right }) => right),
    ],
  }));
}
