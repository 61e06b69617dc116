import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { fromDateColumn } from '../commerce/calendar-date.ts';
import { dayText, idText } from '../commerce/views/common.ts';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { certificationCodeField } from './input-fields.ts';

const agentStatusSchema = z.enum(['ACTIVE', 'INACTIVE', 'ON_LEAVE', 'TERMINATED']);

export const agentSchema = z
  .object({
    id: idText,
    userId: idText,
    employeeNumber: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string().nullable(),
    employmentStatus: agentStatusSchema,
    hireDate: dayText,
    maxWeeklyHours: z.int(),
    minRestHours: z.int(),
    certifications: z.array(z.object({ code: z.string(), issuedOn: dayText, expiresOn: dayText.nullable() })),
  })
  .meta({ id: 'Agent' });
export type AgentView = z.output<typeof agentSchema>;

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
        include: { certifications: { orderBy: { code: 'asc' } } },
      }),
  );
  return {
    page: found.page,
    data: found.data.map((row) => ({
      id: row.id,
      userId: row.userId,
      employeeNumber: row.employeeNumber,
      firstName: row.firstName,
      lastName: row.lastName,
      phone: row.phone,
      employmentStatus: row.employmentStatus,
      hireDate: fromDateColumn(row.hireDate),
      maxWeeklyHours: row.maxWeeklyHours,
      minRestHours: row.minRestHours,
      certifications: row.certifications.map(({ code, issuedOn, expiresOn }) => ({
        code,
        issuedOn: fromDateColumn(issuedOn),
        expiresOn: expiresOn && fromDateColumn(expiresOn),
      })),
    })),
  };
}
