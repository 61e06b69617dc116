import { z } from 'zod';

import { idText, moment, momentText } from '../../shared/view-fields.ts';

export const stakeholderRoleSchema = z.enum([
  'SPONSOR',
  'OWNER',
  'CONTRIBUTOR',
  'APPROVER',
  'CONSULTED',
  'INFORMED',
]);
export const stakeholderLevelSchema = z.enum(['LOW', 'MEDIUM', 'HIGH']);

export const stakeholderSchema = z
  .object({
    id: idText,
    projectId: idText,
    userId: idText.nullable(),
    name: z.string(),
    email: z.string().nullable(),
    role: stakeholderRoleSchema,
    influence: stakeholderLevelSchema,
    interest: stakeholderLevelSchema,
    createdAt: momentText,
  })
  .meta({ id: 'Stakeholder' });
export type StakeholderView = z.output<typeof stakeholderSchema>;

export function toStakeholder(
  row: Omit<StakeholderView, 'createdAt'> & { readonly createdAt: Date },
): StakeholderView {
  const { id, projectId, userId, name, email, role, influence, interest } = row;
  return {
    id,
    projectId,
    userId,
    name,
    email,
    role,
    influence,
    interest,
    createdAt: moment(row.createdAt),
  };
}
