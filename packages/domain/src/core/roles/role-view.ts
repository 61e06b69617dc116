import { z } from 'zod';

export const roleSchema = z
  .object({
    name: z.string().meta({ description: 'Such as `planning:ADMIN`, or `tenant:auditor`' }),
    description: z.string(),
    id: z.guid(),
    own: z.boolean().meta({ description: 'The tenant’s own, which it may change' }),
    permissions: z.array(z.string()),
  })
  .meta({ id: 'Role' });
export type RoleView = z.output<typeof roleSchema>;
