import type { Client } from 'pg';
import type { ArchivedTable } from './archive.ts';
import type { Access, Tenant } from './session.ts';

/** An import or erasure as the database remembers it: what a run that was cut off has done. */
export interface Operation<P> {
  readonly id: string;
  readonly subjectId: string;
  readonly slug: string;
  readonly actor: string;
  readonly reason: string;
  readonly progress: P;
  readonly certificate: object | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

type Kind = 'IMPORT' | 'ERASURE';

const COLUMNS = `id, subject_id AS "subjectId", slug, actor, reason, progress, certificate,
  started_at AS "startedAt", finished_at AS "finishedAt"`;

/** Notes that an export is whole: an erasure asks for one. */
export async function recordExport(
  client: Client,
  tenant: Tenant,
  { actor, reason }: Access,
  tables: readonly ArchivedTable[],
): Promise<void> {
  const progress = { rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
  await client.query(
    `INSERT INTO core.tenant_operations (kind, subject_id, slug, actor, reason, progress, finished_at)
     VALUES ('EXPORT', $1, $2, $3, $4, $5, now())`,
    [tenant.id, tenant.slug, actor, reason, progress],
  );
}

/** When the tenant was last exported as a whole. */
export async function lastExport(client: Client, tenantId: string): Promise<Date | undefined> {
  const { rows } = await client.query<{ at: Date | null }>(
    `SELECT max(finished_at) AS at FROM core.tenant_operations WHERE kind = 'EXPORT' AND subject_id = $1`,
    [tenantId],
  );
  return rows[0]?.at ?? undefined;
}

export async function begin<P>(
  client: Client,
  kind: Kind,
  tenant: Pick<Tenant, 'id' | 'slug'>,
  { actor, reason }: Access,
  progress: P,
): Promise<Operation<P>> {
  const { rows } = await client.query<Operation<P>>(
    `INSERT INTO core.tenant_operations (kind, subject_id, slug, actor, reason, progress)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [kind, tenant.id, tenant.slug, actor, reason, progress],
  );
  return rows[0] as Operation<P>;
}

/** The newest operation of this kind on the tenant with that slug or id. */
export async function findOperation<P>(
  client: Client,
  kind: Kind,
  by: { readonly slug: string } | { readonly id: string },
): Promise<Operation<P> | undefined> {
  const [column, value] = 'slug' in by ? ['slug', by.slug] : ['subject_id::text', by.id];
  const { rows } = await client.query<Operation<P>>(
    `SELECT ${COLUMNS} FROM core.tenant_operations WHERE kind = $1 AND ${column} = $2 ORDER BY id DESC LIMIT 1`,
    [kind, value],
  );
  return rows[0];
}

export async function note<P>(client: Client, { id }: Operation<P>, progress: P): Promise<void> {
  await client.query('UPDATE core.tenant_operations SET progress = $2 WHERE id = $1', [id, progress]);
}

export async function finish<P>(
  client: Client,
  { id }: Operation<P>,
  progress: P,
  certificate?: object,
): Promise<void> {
  await client.query(
    'UPDATE core.tenant_operations SET progress = $2, certificate = $3, finished_at = now() WHERE id = $1',
    [id, progress, certificate ?? null],
  );
}
