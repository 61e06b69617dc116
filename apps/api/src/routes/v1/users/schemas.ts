import { type User, userStatusSchema } from '@org/domain';
import { z } from 'zod';
import { moment } from '../../../http/schemas.ts';

/** A member of staff as answers show him. */
export const userSchema = z
  .object({
    id: z.guid(),
    name: z.string(),
    email: z.string(),
    status: userStatusSchema,
    isActive: z.boolean(),
    avatarUrl: z.string().nullable(),
    emailVerified: z.boolean(),
    emailVerifiedAt: moment.nullable(),
    lastLoginAt: moment.nullable(),
    createdAt: moment,
    updatedAt: moment,
    deletedAt: moment.nullable(),
    roles: z.array(z.string()).describe('Such as `commerce:sales_rep`; the tenant’s own as `tenant:<name>`'),
  })
  .meta({ id: 'User' });

/** A user as answers show him. */
export function userAnswer(user: User): z.output<typeof userSchema> {
  return { ...user, roles: [...user.roles] };
}
