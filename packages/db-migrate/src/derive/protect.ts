import type { Table } from '../schema/read-tables.ts';
import { deriveAudit } from './audit.ts';
import { deriveEncryption } from './encryption.ts';
import { deriveGrants } from './grants.ts';
import { derivePolicies } from './policies.ts';

/** Everything that Prisma leaves out for the given tables, as SQL to append to the migration that creates them. */
export function deriveProtection(tables: readonly Table[]): string {
  return tables
    .map((table) => [
      `-- ${table.schema}.${table.name}: isolation, rights, audit, encryption (derived from the schema's annotations)`,
      ...derivePolicies(table),
      ...deriveGrants(table),
      ...deriveAudit(table),
      ...deriveEncryption(table),
    ])
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** The tables that a migration's SQL creates, in its order. */
export function createdTables(sql: string, tables: readonly Table[]): Table[] {
  const created = [...sql.matchAll(/^CREATE TABLE "([^"]+)"\."([^"]+)"/gm)].map(
    ([, schema, name]) => `${schema}.${name}`,
  );
  return created.flatMap((key) => tables.filter((table) => `${table.schema}.${table.name}` === key));
}
