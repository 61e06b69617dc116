import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { idField } from '../shared/input-fields.ts';

/** Who acts, with the permissions of his roles. */
export const workforceActorSchema = z.strictObject({
  userId: idField,
  permissions: z.array(z.string()).readonly(),
});
export type WorkforceActor = z.input<typeof workforceActorSchema>;

/** Whose rows somebody sees: all, those of one agent, those of one client's sites, or none. */
export type Scope =
  | { readonly kind: 'all'; readonly userId: string }
  | { readonly kind: 'agent'; readonly userId: string; readonly agentId: string }
  | { readonly kind: 'client'; readonly userId: string; readonly clientId: string }
  | { readonly kind: 'none'; readonly userId: string };

/**
 * Supervisors and administrators (`agents:read`) see all; an agent what is its own; a client what happens at its own
 * sites. The tenant's bounds are the database's to keep, these are kept here.
 */
export async function scopeOf(
  client: TenantClient | TenantTransaction,
  { userId, permissions }: WorkforceActor,
): Promise<Scope> {
  if (permissions.includes('agents:read')) return { kind: 'all', userId };
  const agent = await client.agent.findFirst({ where: { userId }, select: { id: true } });
  if (agent) return { kind: 'agent', userId, agentId: agent.id };
  const own = await client.client.findFirst({ where: { userId }, select: { id: true } });
  return own ? { kind: 'client', userId, clientId: own.id } : { kind: 'none', userId };
}

/**
 * The agent that somebody is.
 *
 * @throws DomainError PERMISSION_MISSING
 */
export async function requireAgent(
  client: TenantClient | TenantTransaction,
  actor: WorkforceActor,
): Promise<{ readonly id: string; readonly firstName: string; readonly lastName: string }> {
  const agent = await client.agent.findFirst({
    where: { userId: actor.userId, employmentStatus: { not: 'TERMINATED' } },
    select: { id: true, firstName: true, lastName: true },
  });
  if (!agent) throw new DomainError('PERMISSION_MISSING', 'Only an agent can do this, for himself.');
  return agent;
}

/**
 * The agent that somebody acts for: himself, or, for who plans shifts, the one that is named.
 *
 * @throws DomainError PERMISSION_MISSING, NOT_FOUND
 */
export async function agentActedFor(
  client: TenantClient | TenantTransaction,
  actor: WorkforceActor,
  agentId: string | undefined,
): Promise<{ readonly id: string; readonly firstName: string; readonly lastName: string }> {
  if (agentId === undefined) return await requireAgent(client, actor);
  const agent = await client.agent.findFirst({
    where: { id: agentId },
    select: { id: true, userId: true, firstName: true, lastName: true },
  });
  if (agent && agent.userId === actor.userId) return agent;
  if (!actor.permissions.includes('shifts:write')) {
    throw new DomainError('PERMISSION_MISSING', 'This needs the permission shifts:write for another agent.');
  }
  if (!agent) throw new DomainError('NOT_FOUND', 'There is no such agent.');
  return agent;
}

/** The rows with a site and, perhaps, an agent that a scope shows, as a Prisma filter; null for none. */
export function siteAndAgentFilter(scope: Scope): { agentId?: string; site?: { clientId: string } } | null {
  if (scope.kind === 'all') return {};
  if (scope.kind === 'agent') return { agentId: scope.agentId };
  return scope.kind === 'client' ? { site: { clientId: scope.clientId } } : null;
}
