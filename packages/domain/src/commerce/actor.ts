import { z } from 'zod';

import { idField } from '../shared/input-fields.ts';

/** Who acts: a member of staff, who may or may not approve orders, or a portal user for its customer. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staff'), userId: idField, mayApprove: z.boolean() }),
  z.strictObject({ kind: z.literal('portal'), portalUserId: idField, customerId: idField }),
]);

export type Actor = z.output<typeof actorSchema>;

/** A member of staff who acts. */
export const staffActorSchema = z.strictObject({ userId: idField, mayApprove: z.boolean() });
