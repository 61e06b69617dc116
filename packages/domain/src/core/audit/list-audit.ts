import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';

export const auditEntrySchema = z
  .object({
    id: z.guid(),
    actorType: z.enum(['USER', 'PORTAL_USER', 'API_KEY', 'SYSTEM']),
    actorId: z.guid().nullable(),
    action: z.string(),
    entity: z.string(),
    entityId: z.guid().nullable(),
    payload: z.unknown().meta({ description: 'The changed fields before and after; never a secret' }),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.output<typeof auditEntrySchema>;

/** What the audit can be narrowed to. */
export const auditFilters = {
  actorId: z.guid().optional(),
  entity: z.string().min(1).max(50).optional().describe('Model, such as Order'),
  entityId: z.guid().optional(),
  action: z.string().min(1).max(50).optional(),
};

export const AUDIT_ORDERS = ['-createdAt', 'createdAt'] as const;

const listAuditInput = z.strictObject({ ...pageFields(AUDIT_ORDERS), ...auditFilters });

/**
 * Who did what.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listAudit(
  client: TenantClient,
  input: z.input<typeof listAuditInput> = {},
): Promise<Page<AuditEntryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listAuditInput, input);
  const { actorId, entity, entityId, action } = wanted;
  const filters: Prisma.AuditLogWhereInput[] = [];
  if (actorId) filters.push({ actorId });
  if (entity) filters.push({ entity });
  if (entityId) filters.push({ entityId });
  if (action) filters.push({ action });
  const found = await readPage(
    client,
    { resource: 'audit', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.auditLog.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  const data = found.data.map(({ tenantId: _tenant, payload, createdAt, ...entry }) => ({
    ...entry,
    payload,
    createdAt: createdAt.toISOString(),
  }));
  return { data, page: found.page };
}
