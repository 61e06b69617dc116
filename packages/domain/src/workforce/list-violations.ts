import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { scopeOf, siteAndAgentFilter, workforceActorSchema } from './scope.ts';
import { toViolation, type ViolationView, violationStatusSchema } from './views/violation.ts';

export const violationFilters = {
  status: violationStatusSchema.optional(),
  siteId: idField.optional(),
  agentId: idField.optional(),
};

export const VIOLATION_ORDERS = ['-occurredAt', 'occurredAt'] as const;

export const listViolationsInput = z.strictObject({
  ...pageFields(VIOLATION_ORDERS),
  ...violationFilters,
  actor: workforceActorSchema,
});

/**
 * Violations of geofences, latest first. An agent gets its own, a client those of its sites.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listViolations(
  client: TenantClient,
  input: z.input<typeof listViolationsInput>,
): Promise<Page<ViolationView>> {
  const { limit, cursor, order, actor, ...wanted } = parseInput(listViolationsInput, input);
  const visible = siteAndAgentFilter(await scopeOf(client, actor));
  if (visible === null) return { data: [], page: { next: null, previous: null } };
  const { status, siteId, agentId } = wanted;
  const filters: Prisma.GeofenceViolationWhereInput[] = [visible];
  if (status) filters.push({ status });
  if (siteId) filters.push({ siteId });
  if (agentId) filters.push({ agentId });
  const found = await readPage(
    client,
    { resource: 'geofence-violations', page: { limit, cursor, order }, filters: { ...wanted, visible } },
    ({ where, orderBy, take }) =>
      client.geofenceViolation.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toViolation), page: found.page };
}
