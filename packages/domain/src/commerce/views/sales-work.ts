import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { dayText, idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const activityTypeSchema = z.enum(['CALL', 'VISIT', 'EMAIL', 'TASTING', 'NOTE']);
export const callPlanStatusSchema = z.enum(['PLANNED', 'DONE', 'SKIPPED']);
export const taskStatusSchema = z.enum(['OPEN', 'DONE', 'CANCELLED']);

export const activitySchema = z
  .object({
    id: idText,
    customerId: idText,
    userId: idText,
    type: activityTypeSchema,
    subject: z.string(),
    notes: z.string(),
    occurredAt: momentText,
    createdAt: momentText,
  })
  .meta({ id: 'Activity' });
export type ActivityView = z.output<typeof activitySchema>;

interface ActivityRow extends Omit<ActivityView, 'occurredAt' | 'createdAt'> {
  readonly occurredAt: Date;
  readonly createdAt: Date;
}

export function toActivity(row: ActivityRow): ActivityView {
  const { id, customerId, userId, type, subject, notes, occurredAt, createdAt } = row;
  const moments = { occurredAt: moment(occurredAt), createdAt: moment(createdAt) };
  return { id, customerId, userId, type, subject, notes, ...moments };
}

export const callPlanSchema = z
  .object({
    id: idText,
    customerId: idText,
    userId: idText,
    plannedOn: dayText,
    objective: z.string(),
    status: callPlanStatusSchema,
    createdAt: momentText,
  })
  .meta({ id: 'CallPlan' });
export type CallPlanView = z.output<typeof callPlanSchema>;

interface CallPlanRow extends Omit<CallPlanView, 'plannedOn' | 'createdAt'> {
  readonly plannedOn: Date;
  readonly createdAt: Date;
}

export function toCallPlan(row: CallPlanRow): CallPlanView {
  const { id, customerId, userId, plannedOn, objective, status, createdAt } = row;
  return {
    id,
    customerId,
    userId,
    plannedOn: fromDateColumn(plannedOn),
    objective,
    status,
    createdAt: moment(createdAt),
  };
}

export const taskSchema = z
  .object({
    id: idText,
    customerId: idText.nullable(),
    assigneeId: idText,
    title: z.string(),
    status: taskStatusSchema,
    dueOn: dayText.nullable(),
    completedAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'Task' });
export type TaskView = z.output<typeof taskSchema>;

interface TaskRow extends Omit<TaskView, 'dueOn' | 'completedAt' | 'createdAt'> {
  readonly dueOn: Date | null;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
}

export function toTask(row: TaskRow): TaskView {
  const { id, customerId, assigneeId, title, status, dueOn, completedAt, createdAt } = row;
  return {
    id,
    customerId,
    assigneeId,
    title,
    status,
    dueOn: dueOn === null ? null : fromDateColumn(dueOn),
    completedAt: momentOrNull(completedAt),
    createdAt: moment(createdAt),
  };
}
