import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { scopeOf, workforceActorSchema } from './scope.ts';
import { type TimeOffView, timeOffStatusSchema, toTimeOff } from './views/time-off.ts';

export const timeOffFilters = { status: timeOffStatusSchema.optional(), agentId: idField.optional() };

export const TIME_OFF_ORDERS = ['-startsOn', 'startsOn'] as const;

export const listTimeOffInput = z.strictObject({
  ...pageFields(TIME_OFF_ORDERS),
  ...timeOffFilters,
  actor: workforceActorSchema,
});

/**
 * Requests for time off. An agent gets its own, a client none.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listTimeOff(
  client: TenantClient,
  input: z.input<typeof listTimeOffInput>,
): Promise<Page<TimeOffView>> {
  const { limit, cursor, order, actor, status, agentId } = parseInput(listTimeOffInput, input);
  const scope = await scopeOf(client, actor);
  if (scope.kind !== 'all' && scope.kind !== 'agent')
    return { data: [], page: { next: null, previous: null } };
  const filters: Prisma.TimeOffRequestWhereInput[] =
    scope.kind === 'agent' ? [{ agentId: scope.agentId }] : [];
  if (status) filters.push({ status });
  if (agentId) filters.push({ agentId });
  const found = await readPage(
    client,
    {
      resource: 'time-off',
      page: { limit, cursor, order },
      filters: { status, agentId, actor: actor.userId },
    },
    ({ where, orderBy, take }) =>
      client.timeOffRequest.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toTimeOff), page: found.page };
}
