import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { dayText, idText } from '../../shared/view-fields.ts';

export const agentStatusSchema = z.enum(['ACTIVE', 'INACTIVE', 'ON_LEAVE', 'TERMINATED']);

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
    home: z
      .object({ latitude: z.number(), longitude: z.number() })
      .nullable()
      .describe('From where the way to a site is measured'),
    maxWeeklyHours: z.int(),
    minRestHours: z.int(),
    certifications: z.array(z.object({ code: z.string(), issuedOn: dayText, expiresOn: dayText.nullable() })),
  })
  .meta({ id: 'Agent' });
export type AgentView = z.output<typeof agentSchema>;

interface Decimal {
  toNumber(): number;
}

interface AgentRow extends Omit<AgentView, 'hireDate' | 'home' | 'certifications'> {
  readonly hireDate: Date;
  readonly homeLatitude: Decimal | null;
  readonly homeLongitude: Decimal | null;
  readonly certifications: readonly {
    readonly code: string;
    readonly issuedOn: Date;
    readonly expiresOn: Date | null;
  }[];
}

/** What a row has to be read with for its view. */
export const withCertifications = { certifications: { orderBy: { code: 'asc' } } } as const;

export function toAgent(row: AgentRow): AgentView {
  const { homeLatitude, homeLongitude } = row;
  return {
    id: row.id,
    userId: row.userId,
    employeeNumber: row.employeeNumber,
    firstName: row.firstName,
    lastName: row.lastName,
    phone: row.phone,
    employmentStatus: row.employmentStatus,
    hireDate: fromDateColumn(row.hireDate),
    home:
      homeLatitude === null || homeLongitude === null
        ? null
        : { latitude: homeLatitude.toNumber(), longitude: homeLongitude.toNumber() },
    maxWeeklyHours: row.maxWeeklyHours,
    minRestHours: row.minRestHours,
    certifications: row.certifications.map(({ code, issuedOn, expiresOn }) => ({
      code,
      issuedOn: fromDateColumn(issuedOn),
      expiresOn: expiresOn && fromDateColumn(expiresOn),
    })),
  };
}
