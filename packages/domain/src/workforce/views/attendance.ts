import { z } from 'zod';
import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const attendanceMethodSchema = z.enum(['GPS', 'QR_CODE', 'MANUAL', 'NFC']);
export type AttendanceMethod = z.output<typeof attendanceMethodSchema>;
export const attendanceStatusSchema = z.enum(['CLOCKED_IN', 'ON_BREAK', 'CLOCKED_OUT', 'INCOMPLETE']);

const validationSchema = z
  .object({
    isInside: z.boolean(),
    distance: z.number().describe('Metres to the centre of a circle, or to the border of a polygon'),
    checkedAt: momentText,
  })
  .meta({ id: 'GeofenceValidation' });

export const attendanceSchema = z
  .object({
    id: idText,
    shiftId: idText,
    agentId: idText,
    siteId: idText,
    status: attendanceStatusSchema,
    clockInMethod: attendanceMethodSchema,
    clockInTime: momentText,
    clockOutMethod: attendanceMethodSchema.nullable(),
    clockOutTime: momentText.nullable(),
    breakStartedAt: momentText.nullable().describe('Since when it is ON_BREAK'),
    breakSeconds: z.int().describe('Of the breaks that have ended'),
    workedMinutes: z.int().nullable().describe('Without breaks; known after clocking out'),
    note: z.string().nullable(),
    validations: z
      .array(validationSchema)
      .describe('Positions that were compared with the geofence, in order'),
  })
  .meta({ id: 'Attendance' });
export type AttendanceView = z.output<typeof attendanceSchema>;

interface AttendanceRow {
  readonly id: string;
  readonly shiftId: string;
  readonly agentId: string;
  readonly siteId: string;
  readonly status: z.output<typeof attendanceStatusSchema>;
  readonly clockInMethod: AttendanceMethod;
  readonly clockInTime: Date;
  readonly clockOutMethod: AttendanceMethod | null;
  readonly clockOutTime: Date | null;
  readonly breakStartedAt: Date | null;
  readonly breakSeconds: number;
  readonly workedMinutes: number | null;
  readonly note: string | null;
  readonly validations: readonly {
    readonly isInside: boolean;
    readonly distance: { toNumber(): number };
    readonly createdAt: Date;
  }[];
}

/** What a row has to be read with for its view. */
export const withValidations = { validations: { orderBy: { createdAt: 'asc' } } } as const;

export function toAttendance(row: AttendanceRow): AttendanceView {
  return {
    id: row.id,
    shiftId: row.shiftId,
    agentId: row.agentId,
    siteId: row.siteId,
    status: row.status,
    clockInMethod: row.clockInMethod,
    clockInTime: moment(row.clockInTime),
    clockOutMethod: row.clockOutMethod,
    clockOutTime: momentOrNull(row.clockOutTime),
    breakStartedAt: momentOrNull(row.breakStartedAt),
    breakSeconds: row.breakSeconds,
    workedMinutes: row.workedMinutes,
    note: row.note,
    validations: row.validations.map(({ isInside, distance, createdAt }) => ({
      isInside,
      distance: distance.toNumber(),
      checkedAt: moment(createdAt),
    })),
  };
}
