import { z } from 'zod';
import { fromDateColumn } from '../../shared/calendar-date.ts';
import { dayText, idText, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const timeOffTypeSchema = z.enum(['VACATION', 'SICK', 'PERSONAL', 'UNPAID', 'OTHER']);
export const timeOffStatusSchema = z.enum(['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED']);

export const timeOffSchema = z
  .object({
    id: idText,
    agentId: idText,
    timeOffType: timeOffTypeSchema,
    status: timeOffStatusSchema,
    startsOn: dayText,
    endsOn: dayText.describe('The last day of it'),
    reason: z.string(),
    decidedById: idText.nullable(),
    decidedAt: momentText.nullable(),
    decisionNote: z.string().nullable(),
  })
  .meta({ id: 'TimeOffRequest' });
export type TimeOffView = z.output<typeof timeOffSchema>;

interface TimeOffRow {
  readonly id: string;
  readonly agentId: string;
  readonly timeOffType: z.output<typeof timeOffTypeSchema>;
  readonly status: z.output<typeof timeOffStatusSchema>;
  readonly startsOn: Date;
  readonly endsOn: Date;
  readonly reason: string;
  readonly decidedById: string | null;
  readonly decidedAt: Date | null;
  readonly decisionNote: string | null;
}

export function toTimeOff(row: TimeOffRow): TimeOffView {
  return {
    id: row.id,
    agentId: row.agentId,
    timeOffType: row.timeOffType,
    status: row.status,
    startsOn: fromDateColumn(row.startsOn),
    endsOn: fromDateColumn(row.endsOn),
    reason: row.reason,
    decidedById: row.decidedById,
    decidedAt: momentOrNull(row.decidedAt),
    decisionNote: row.decisionNote,
  };
}
