import { quoteIdentifier } from './quote.ts';

/** The schemas that a migration's SQL creates, in its order. */
export function createdSchemas(sql: string): string[] {
  return [...sql.matchAll(/^CREATE SCHEMA (?:IF NOT EXISTS )?"([^"]+)"/gm)].flatMap(([, name]) => name ?? []);
}

/** Lets services and the admin role look into the schemas; without it every table in them is out of reach. */
export function deriveSchemaGrants(schemas: readonly string[]): string {
  return schemas
    .map((name) => `GRANT USAGE ON SCHEMA ${quoteIdentifier(name)} TO org_app, org_admin;\n`)
    .join('');
}
