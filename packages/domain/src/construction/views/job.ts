import { z } from 'zod';
import { fromDateColumn } from '../../shared/calendar-date.ts';
import { dayText, idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';
import { jobStatusSchema } from './vocabulary.ts';

export const jobSchema = z
  .object({
    id: idText,
    code: z.string(),
    lotId: idText,
    planId: idText,
    elevationId: idText,
    optionIds: z.array(idText),
    customerId: idText,
    status: jobStatusSchema,
    startsOn: dayText.nullable(),
    completedAt: momentText.nullable(),
    cancelledAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'Job' });
export type JobView = z.output<typeof jobSchema>;

interface JobRow
  extends Pick<JobView, 'id' | 'code' | 'lotId' | 'planId' | 'elevationId' | 'customerId' | 'status'> {
  readonly startsOn: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly createdAt: Date;
  readonly options: readonly { readonly optionId: string }[];
}

export function toJob(row: JobRow): JobView {
  return {
    id: row.id,
    code: row.code,
    lotId: row.lotId,
    planId: row.planId,
    elevationId: row.elevationId,
    optionIds: row.options.map(({ optionId }) => optionId).sort(),
    customerId: row.customerId,
    status: row.status,
    startsOn: row.startsOn === null ? null : fromDateColumn(row.startsOn),
    completedAt: momentOrNull(row.completedAt),
    cancelledAt: momentOrNull(row.cancelledAt),
    createdAt: moment(row.createdAt),
  };
}
