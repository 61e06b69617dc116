import { z } from 'zod';
import { idText, moment, momentText } from '../../shared/view-fields.ts';

export const shiftTypeSchema = z.enum(['REGULAR', 'OVERTIME', 'EMERGENCY', 'TRAINING']);
export const shiftStatusSchema = z.enum([
  'SCHEDULED',
  'CONFIRMED',
  'IN_PROGRESS',
  'COMPLETED',
  'CANCELLED',
  'NO_SHOW',
]);
export const prioritySchema = z.enum(['LOW', 'NORMAL', 'HIGH', 'URGENT', 'CRITICAL']);

export const shiftSchema = z
  .object({
    id: idText,
    siteId: idText,
    agentId: idText.nullable(),
    shiftType: shiftTypeSchema,
    status: shiftStatusSchema,
    priority: prioritySchema,
    startTime: momentText,
    endTime: momentText,
    requiredCertifications: z.array(z.string()),
    notes: z.string(),
  })
  .meta({ id: 'Shift' });
export type ShiftView = z.output<typeof shiftSchema>;

interface ShiftRow {
  readonly id: string;
  readonly siteId: string;
  readonly agentId: string | null;
  readonly shiftType: z.output<typeof shiftTypeSchema>;
  readonly status: z.output<typeof shiftStatusSchema>;
  readonly priority: z.output<typeof prioritySchema>;
  readonly startTime: Date;
  readonly endTime: Date;
  readonly requiredCertifications: string[];
  readonly notes: string;
}

export function toShift(row: ShiftRow): ShiftView {
  return {
    id: row.id,
    siteId: row.siteId,
    agentId: row.agentId,
    shiftType: row.shiftType,
    status: row.status,
    priority: row.priority,
    startTime: moment(row.startTime),
    endTime: moment(row.endTime),
    requiredCertifications: row.requiredCertifications,
    notes: row.notes,
  };
}
