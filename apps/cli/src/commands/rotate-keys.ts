import type { TenantClient } from '@org/db';
import { withConnection } from '@org/db-migrate';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { readMasterKeys } from '../database/master-keys.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

/** Which keys to rotate, and whose. */
export interface RotateChoice {
  /** `data`: a new version of the data key, then `reencrypt`; `master`: wrap the keys by the first master key. */
  readonly kind: 'data' | 'master' | 'reencrypt';
  /** Slugs; all tenants when undefined. */
  readonly tenants: readonly string[] | undefined;
  /** Rows of one transaction. */
  readonly batchSize: number;
}

interface TenantRow {
  readonly id: string;
  readonly slug: string;
}

/**
 * Rotates keys of tenants, one after the other, while services run. Safe to run again: what is done is skipped, but a
 * data key gets one more version each time.
 *
 * @returns exit code 1 when values could not be read, or others wrote with the old key meanwhile
 */
export async function rotateKeys(context: Context, choice: RotateChoice): Promise<number> {
  return await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const tenants = await tenantsOf(database, choice.tenants);
    // Loaded on use: Prisma's client takes time that no other command should pay for.
    const { createDb } = await import('@org/db');
    const db = createDb({ url: database.url('app'), masterKey: await readMasterKeys(context, database) });
    try {
      const results: Result[] = [];
      for (const { id: tenantId, slug } of tenants) {
        const client = db.forTenant({ tenantId, request: { id: 'orgdb keys rotate' } });
        results.push({ tenant: slug, ...(await rotate(client, choice)) });
        context.output.note(describe(results.at(-1) as Result));
      }
      context.output.result({ [choice.kind]: results }, `${results.length} tenants done.`);
      return results.every(isComplete) ? EXIT.done : EXIT.failed;
    } finally {
      await db.close();
    }
  });
}

type Rotated =
  | { readonly keys: number }
  | {
      readonly version: number;
      readonly rewritten: number;
      readonly remaining: number;
      readonly unreadable: Readonly<Record<string, number>>;
    };
type Result = { readonly tenant: string } & Rotated;

async function rotate(client: TenantClient, { kind, batchSize }: RotateChoice): Promise<Rotated> {
  const { reencrypt, rewrapKeys, rotateDataKey } = await import('@org/db');
  if (kind === 'master') return { keys: await rewrapKeys(client) };
  if (kind === 'data') await rotateDataKey(client);
  return await reencrypt(client, { batchSize });
}

function isComplete(result: Result): boolean {
  return 'keys' in result || (result.remaining === 0 && Object.keys(result.unreadable).length === 0);
}

function describe(result: Result): string {
  if ('keys' in result) return `${result.tenant}: ${result.keys} keys wrapped anew`;
  const { tenant, version, rewritten, remaining } = result;
  const unreadable = Object.entries(result.unreadable).map(([field, count]) => `${count} of ${field}`);
  return [
    `${tenant}: version ${version}, ${rewritten} values encrypted anew`,
    ...(remaining > 0 ? [`${remaining} written with the old key meanwhile: run "orgdb keys reencrypt"`] : []),
    ...(unreadable.length > 0 ? [`cannot be decrypted: ${unreadable.join(', ')}`] : []),
  ].join('; ');
}

async function tenantsOf(database: Database, slugs: readonly string[] | undefined): Promise<TenantRow[]> {
  const { rows } = await withConnection(database.url('owner'), (client) =>
    client.query<TenantRow>(
      'SELECT id, slug FROM core.tenants WHERE $1::text[] IS NULL OR slug = ANY ($1) ORDER BY slug',
      [slugs ?? null],
    ),
  );
  const missing = slugs?.filter((slug) => !rows.some((row) => row.slug === slug)) ?? [];
  if (missing.length > 0) {
    throw new CliError(
      'TENANT_UNKNOWN',
      `There is no tenant ${missing.join(', ')}; "orgdb tenants" lists them.`,
    );
  }
  return rows;
}
