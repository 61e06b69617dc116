import * as z from 'zod';
import { DbError } from '../errors/db-error.ts';

/** What a portal user's customer may see more of. */
export type CustomerTier = 'basic' | 'standard' | 'premium';

/** On whose behalf, and for which tenant, the database is used. */
export interface TenantContext {
  /** The tenant; without it nothing is visible. */
  readonly tenantId: string;
  /** The member of staff, for the audit. */
  readonly userId?: string;
  /** The API key that acts in the user's name, for the audit. */
  readonly apiKeyId?: string;
  /** A customer's user: narrows what is visible to what the portal shows to this one. */
  readonly portalUser?: { readonly id: string; readonly customerId: string; readonly tier?: CustomerTier };
  /** The portal user on whose behalf a service acts with the tenant's own rights: for the audit only. */
  readonly actingPortalUserId?: string;
  /** The request that caused this, for the audit. */
  readonly request?: { readonly id?: string; readonly ip?: string; readonly userAgent?: string };
}

const uuid = z.guid('must be a UUID').transform((value) => value.toLowerCase());
// A NUL byte cannot be part of a setting; PostgreSQL would refuse every statement of the client.
const line = (max: number) =>
  z
    .string()
    .max(max, `must be at most ${max} characters`)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');
const ip = z.union([z.ipv4(), z.ipv6()], 'must be an IP address');

const schema = z.strictObject({
  tenantId: uuid,
  userId: uuid.optional(),
  apiKeyId: uuid.optional(),
  portalUser: z
    .strictObject({
      id: uuid,
      customerId: uuid,
      tier: z.enum(['basic', 'standard', 'premium'], 'must be basic, standard or premium').optional(),
    })
    .optional(),
  actingPortalUserId: uuid.optional(),
  request: z
    .strictObject({ id: line(100).optional(), ip: ip.optional(), userAgent: line(500).optional() })
    .optional(),
});

/**
 * Checks a context and returns an immutable copy of it. Only the object's own fields count: what is inherited, as from
 * a polluted `Object.prototype`, neither gets in nor can be read from the copy.
 *
 * @throws DbError TENANT_CONTEXT_INVALID naming all fields that are wrong, not their values
 */
export function parseContext(input: TenantContext): TenantContext {
  const result = schema.safeParse(ownFields(input));
  if (!result.success) {
    const problems = result.error.issues.map(
      (issue) => `${issue.path.join('.') || 'context'}: ${issue.message}`,
    );
    throw new DbError('TENANT_CONTEXT_INVALID', `The tenant context is not valid: ${problems.join('; ')}.`);
  }
  const context = ownFields(result.data) as TenantContext;
  if (context.portalUser) Object.freeze(context.portalUser);
  if (context.request) Object.freeze(context.request);
  return Object.freeze(context);
}

/** A copy, two levels deep, that inherits from nothing. */
function ownFields(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 1) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, field] of Object.entries(value)) copy[name] = ownFields(field, depth + 1);
  return copy;
}
