import { z } from 'zod';
import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

const violationTypeSchema = z.enum(['OUTSIDE_AT_CLOCK_IN', 'OUTSIDE_AT_CLOCK_OUT', 'LEFT_SITE']);
export const violationStatusSchema = z.enum(['OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'DISMISSED']);

export const violationSchema = z
  .object({
    id: idText,
    siteId: idText,
    agentId: idText,
    shiftId: idText.nullable(),
    violationType: violationTypeSchema,
    status: violationStatusSchema,
    distance: z.number().describe('Metres beyond the border of the geofence'),
    occurredAt: momentText,
    acknowledgedAt: momentText.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'GeofenceViolation' });
export type ViolationView = z.output<typeof violationSchema>;

interface ViolationRow {
  readonly id: string;
  readonly siteId: string;
  readonly agentId: string;
  readonly shiftId: string | null;
  readonly violationType: z.output<typeof violationTypeSchema>;
  readonly status: z.output<typeof violationStatusSchema>;
  readonly distance: { toNumber(): number };
  readonly occurredAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly note: string | null;
}

export function toViolation(row: ViolationRow): ViolationView {
  return {
    id: row.id,
    siteId: row.siteId,
    agentId: row.agentId,
    shiftId: row.shiftId,
    violationType: row.violationType,
    status: row.status,
    distance: row.distance.toNumber(),
    occurredAt: moment(row.occurredAt),
    acknowledgedAt: momentOrNull(row.acknowledgedAt),
    note: row.note,
  };
}
