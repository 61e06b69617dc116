import {
  deleteRole,
  listPermissions,
  listRoles,
  ownRoleNameSchema,
  permissionSchema,
  putRole,
  roleRequestSchema,
  roleSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';

const tags = ['roles'];
const nameParams = z.strictObject({ name: ownRoleNameSchema });

/** What users may do. */
export const roleRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('roles:read'),
      schema: {
        tags,
        summary: 'Roles of the systems and of the tenant',
        response: { 200: z.object({ data: z.array(roleSchema) }) },
      },
    },
    async ({ tenant }) => ({ data: await listRoles(tenant) }),
  );

  app.get(
    '/permissions',
    {
      config: staffOnly('roles:read'),
      schema: {
        tags,
        summary: 'Every permission that there is',
        response: { 200: z.object({ data: z.array(permissionSchema) }) },
      },
    },
    async ({ tenant }) => ({ data: await listPermissions(tenant) }),
  );

  app.put(
    '/:name',
    {
      config: staffOnly('roles:write'),
      schema: {
        tags,
        summary: 'Make a role of the tenant’s own, or replace what it permits',
        description: 'Nobody can give a role more than his own rights, nor change one that has more.',
        params: nameParams,
        body: roleRequestSchema,
        response: { 200: roleSchema },
      },
    },
    async (request) =>
      putRole(request.tenant, { ...request.body, ...request.params, actor: actorOf(request) }),
  );

  app.delete(
    '/:name',
    {
      config: staffOnly('roles:write'),
      schema: {
        tags,
        summary: 'Delete a role of the tenant’s own that nobody holds',
        params: nameParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async (request, reply) => {
      await deleteRole(request.tenant, { ...request.params, actor: actorOf(request) });
      reply.code(204);
    },
  );
};
