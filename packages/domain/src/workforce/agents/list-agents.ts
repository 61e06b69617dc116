import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { certificationCodeField } from '../input-fields.ts';
import { type AgentView, agentStatusSchema, toAgent, withCertifications } from './agent-view.ts';

export const agentFilters = {
  employmentStatus: agentStatusSchema.optional(),
  certification: certificationCodeField.optional(),
};

export const AGENT_ORDERS = ['employeeNumber', '-employeeNumber'] as const;

export const listAgentsInput = z.strictObject({ ...pageFields(AGENT_ORDERS), ...agentFilters });

/**
 * Agents with their certifications, by employee number.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listAgents(
  client: TenantClient,
  input: z.input<typeof listAgentsInput> = {},
): Promise<Page<AgentView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listAgentsInput, input);
  const { employmentStatus, certification } = wanted;
  const filters: Prisma.AgentWhereInput[] = [];
  if (employmentStatus) filters.push({ employmentStatus });
  if (certification) filters.push({ certifications: { some: { code: certification } } });
  const found = await readPage(
    client,
    { resource: 'agents', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.agent.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        include: withCertifications,
      }),
  );
  return { page: found.page, data: found.data.map(toAgent) };
}
