import { z } from 'zod';
import { idText, moment, momentText } from '../../shared/view-fields.ts';
import {
  assignmentMethodSchema,
  assignmentReasonSchema,
  assignmentReasonsSchema,
} from '../assignment/rank-candidates.ts';

export const assignmentSchema = z
  .object({
    id: idText,
    shiftId: idText,
    agentId: idText,
    method: assignmentMethodSchema,
    score: z.number().nullable(),
    reasons: z.array(assignmentReasonSchema).describe('Everybody who was looked at, in order'),
    assignedAt: momentText,
  })
  .meta({ id: 'ShiftAssignment' });
export type AssignmentView = z.output<typeof assignmentSchema>;

interface AssignmentRow {
  readonly id: string;
  readonly shiftId: string;
  readonly agentId: string;
  readonly method: z.output<typeof assignmentMethodSchema>;
  readonly score: { toNumber(): number } | null;
  readonly reasons: unknown;
  readonly createdAt: Date;
}

export function toAssignment(row: AssignmentRow): AssignmentView {
  return {
    id: row.id,
    shiftId: row.shiftId,
    agentId: row.agentId,
    method: row.method,
    score: row.score?.toNumber() ?? null,
    reasons: assignmentReasonsSchema.parse(row.reasons),
    assignedAt: moment(row.createdAt),
  };
}
