import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, formatMoney } from '../../shared/money.ts';
import { dayText, idText, moment, momentText, moneyText } from '../../shared/view-fields.ts';

export const projectStatusSchema = z.enum(['PLANNED', 'ACTIVE', 'ON_HOLD', 'COMPLETED', 'CANCELLED']);
export const projectPrioritySchema = z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);

export const projectSchema = z
  .object({
    id: idText,
    name: z.string(),
    description: z.string(),
    status: projectStatusSchema,
    priority: projectPrioritySchema,
    startsOn: dayText,
    dueOn: dayText,
    completedOn: dayText.nullable(),
    budget: moneyText.nullable(),
    currency: z.string().nullable(),
    progress: z.number().meta({ description: 'Percent, by the newest snapshot' }),
    ownerId: idText,
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'Project' });
export type ProjectView = z.output<typeof projectSchema>;

type Dates = 'startsOn' | 'dueOn' | 'completedOn' | 'createdAt' | 'updatedAt';

export interface ProjectRow extends Omit<ProjectView, Dates | 'budget' | 'progress'> {
  readonly startsOn: Date;
  readonly dueOn: Date;
  readonly completedOn: Date | null;
  readonly budget: DecimalLike | null;
  readonly progress: DecimalLike;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toProject(row: ProjectRow): ProjectView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    priority: row.priority,
    startsOn: fromDateColumn(row.startsOn),
    dueOn: fromDateColumn(row.dueOn),
    completedOn: row.completedOn === null ? null : fromDateColumn(row.completedOn),
    budget: row.budget === null ? null : formatMoney(row.budget),
    currency: row.currency,
    progress: Number(row.progress),
    ownerId: row.ownerId,
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}
