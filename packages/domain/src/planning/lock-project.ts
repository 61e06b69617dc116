import type { Prisma, TenantClient, TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';

/** The refusal of a project that is not there, or was deleted. */
export function noSuchProject(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such project.');
}

/**
 * Takes a project's row until the end of the transaction: what is derived from its snapshots is derived by one at a
 * time.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockProject(
  tx: TenantTransaction,
  projectId: string,
): Promise<Prisma.ProjectGetPayload<object>> {
  await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM planning.projects WHERE id = ${projectId}::uuid AND deleted_at IS NULL FOR UPDATE`;
  const project = await tx.project.findFirst({ where: { id: projectId } });
  if (!project) throw noSuchProject();
  return project;
}

/** @throws DomainError NOT_FOUND */
export async function requireProject(
  client: TenantClient | TenantTransaction,
  projectId: string,
): Promise<void> {
  const found = await client.project.findFirst({
    where: { id: projectId },
    select: { id: true },
  });
  if (!found) throw noSuchProject();
}
