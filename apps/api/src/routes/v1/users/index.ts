import {
  createUser,
  createUserSchema,
  deleteUser,
  getUser,
  listUsers,
  restoreUser,
  USER_ORDERS,
  updateUser,
  updateUserSchema,
  userFilters,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { requirePermission } from '../../../auth/require-permission.ts';
import { listAnswer, listQuery, toList } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';
import { userAnswer, userSchema } from './schemas.ts';

const tags = ['users'];
const WITHIN_RIGHTS =
  'Assigning roles needs `roles:write` too. Nobody can give, change or delete more rights than his own.';

/** Members of staff. */
export const userRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('users:read'),
      schema: {
        tags,
        summary: 'Users, a page at a time',
        querystring: listQuery(USER_ORDERS, {
          ...userFilters,
          isActive: queryBoolean.optional(),
          deleted: queryBoolean.default(false).describe('The deleted ones, instead of the others'),
        }),
        response: { 200: listAnswer(userSchema) },
      },
    },
    async ({ tenant, query }) => toList(await listUsers(tenant, query), userAnswer),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('users:read'),
      schema: { tags, summary: 'A user', params: idParams, response: { 200: userSchema } },
    },
    async ({ tenant, params }) => userAnswer(await getUser(tenant, params)),
  );

  app.post(
    '',
    {
      config: staffOnly('users:write'),
      schema: {
        tags,
        summary: 'Create a user',
        description: WITHIN_RIGHTS,
        body: createUserSchema.strict(),
        response: { 201: userSchema },
      },
    },
    async (request, reply) => {
      const { tenant, body, principal } = request;
      if (body.roles) requirePermission(principal, 'roles:write');
      const user = await createUser(tenant, { ...body, actor: actorOf(request) });
      reply.code(201).header('location', `/v1/users/${user.id}`);
      return userAnswer(user);
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('users:write'),
      schema: {
        tags,
        summary: 'Change a user',
        description: `What is left out stays; \`roles\` replaces all. ${WITHIN_RIGHTS}`,
        params: idParams,
        body: updateUserSchema.strict(),
        response: { 200: userSchema },
      },
    },
    async (request) => {
      const { tenant, body, params, principal } = request;
      if (body.roles) requirePermission(principal, 'roles:write');
      return userAnswer(await updateUser(tenant, { ...body, ...params, actor: actorOf(request) }));
    },
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('users:write'),
      schema: {
        tags,
        summary: 'Delete a user',
        description: 'He vanishes from lists and is logged out. He can be restored while his e-mail is free.',
        params: idParams,
        response: { 204: z.void().describe('He is deleted') },
      },
    },
    async (request, reply) => {
      await deleteUser(request.tenant, { ...request.params, actor: actorOf(request) });
      reply.code(204);
    },
  );

  app.post(
    '/:id/restore',
    {
      config: staffOnly('users:write'),
      schema: {
        tags,
        summary: 'Bring a deleted user back, with the roles he had',
        params: idParams,
        response: { 200: userSchema },
      },
    },
    async (request) =>
      userAnswer(await restoreUser(request.tenant, { ...request.params, actor: actorOf(request) })),
  );
};
