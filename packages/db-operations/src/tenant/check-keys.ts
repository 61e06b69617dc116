import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import type { TenantTable } from './catalog.ts';
import { identifier } from './session.ts';

/**
 * Looks at every foreign key of a table for a tenant's rows, by one query each: where triggers were off, PostgreSQL has not.
 *
 * @throws OperationsError REFERENCE_MISSING names the key
 */
export async function checkForeignKeys(client: Client, table: TenantTable, tenantId: string): Promise<void> {
  for (const key of table.foreignKeys) {
    const target = key.target.split('.').map(identifier).join('.');
    const filled = key.columns.map((name) => `AND c.${identifier(name)} IS NOT NULL`).join(' ');
    const pairs = key.columns
      .map((name, at) => `p.${identifier(key.targetColumns[at] ?? '')} = c.${identifier(name)}`)
      .join(' AND ');
    const { rows } = await client.query<{ lost: string }>(
      `SELECT count(*) AS lost FROM ${table.sql} AS c WHERE c.${identifier(table.tenantColumn)} = $1 ${filled}
         AND NOT EXISTS (SELECT FROM ${target} AS p WHERE ${pairs})`,
      [tenantId],
    );
    if (rows[0]?.lost !== '0') {
      throw new OperationsError(
        'REFERENCE_MISSING',
        `${rows[0]?.lost} rows of ${table.name} refer to rows of ${key.target} that are not there (${key.name}). The tenant stays closed (ARCHIVED).`,
      );
    }
  }
}
