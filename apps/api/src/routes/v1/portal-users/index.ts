import {
  addPortalUser,
  listPortalUsers,
  PORTAL_USER_ORDERS,
  portalUserChangesSchema,
  portalUserFilters,
  portalUserRequestSchema,
  portalUserSchema,
  updatePortalUser,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffAndPortal } from '../../../auth/access.ts';
import { portalManagement } from '../../../auth/commerce-clients.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { HttpProblem } from '../../../http/problem.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['portal-users'];

/** Customers' people in the portal: for staff, and for a customer's own administrator. */
export const portalUserRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('portal_users:read'),
      schema: {
        tags,
        summary: 'Portal users; to a customer’s administrator its own',
        querystring: listQuery(PORTAL_USER_ORDERS, portalUserFilters),
        response: { 200: listAnswer(portalUserSchema) },
      },
    },
    async (request) => {
      const { client, own } = portalManagement(db, request);
      return listPortalUsers(client, { ...request.query, ...own });
    },
  );

  app.post(
    '',
    {
      config: staffAndPortal('portal_users:write'),
      schema: {
        tags,
        summary: 'Let a person into the portal',
        body: portalUserRequestSchema.partial({ customerId: true }),
        response: { 201: portalUserSchema },
      },
    },
    async (request, reply) => {
      const { client, own } = portalManagement(db, request);
      const customerId = own.customerId ?? request.body.customerId;
      if (customerId === undefined) {
        throw new HttpProblem(400, 'VALIDATION_FAILED', 'Name the customer: `customerId`.');
      }
      reply.code(201);
      return addPortalUser(client, { ...request.body, customerId });
    },
  );

  app.patch(
    '/:id',
    {
      config: staffAndPortal('portal_users:write'),
      schema: {
        tags,
        summary: 'Change a portal user; a suspended one is logged out',
        description: 'What is left out stays.',
        params: idParams,
        body: portalUserChangesSchema,
        response: { 200: portalUserSchema },
      },
    },
    async (request) => {
      const { client, own } = portalManagement(db, request);
      return updatePortalUser(client, { ...request.body, portalUserId: request.params.id, ...own });
    },
  );
};
