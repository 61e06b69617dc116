import { z } from 'zod';

import { idText } from '../../shared/view-fields.ts';

export const clientStatusSchema = z.enum(['ACTIVE', 'INACTIVE', 'SUSPENDED', 'TERMINATED']);

export const clientSchema = z
  .object({
    id: idText,
    userId: idText.nullable().describe('Whose login sees what happens at its sites'),
    code: z.string(),
    name: z.string(),
    status: clientStatusSchema,
    contactName: z.string().nullable(),
    contactEmail: z.string().nullable(),
    contactPhone: z.string().nullable(),
  })
  .meta({ id: 'GuardedClient' });
export type ClientView = z.output<typeof clientSchema>;

export function toClient(row: ClientView): ClientView {
  const { id, userId, code, name, status, contactName, contactEmail, contactPhone } = row;
  return { id, userId, code, name, status, contactName, contactEmail, contactPhone };
}
