import {
  configurationKeySchema,
  configurationSchema,
  getConfiguration,
  listConfiguration,
  resetConfiguration,
  setConfiguration,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';

const tags = ['settings'];
const keyParams = z.strictObject({ key: configurationKeySchema });

/** Values by key: the platform's, and the tenant's own in place of them. */
export const configurationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('settings:read'),
      schema: {
        tags,
        summary: 'What is configured',
        response: { 200: z.object({ data: z.array(configurationSchema) }) },
      },
    },
    async ({ tenant }) => ({ data: await listConfiguration(tenant) }),
  );

  app.get(
    '/:key',
    {
      config: staffOnly('settings:read'),
      schema: {
        tags,
        summary: 'The value of a key',
        params: keyParams,
        response: { 200: configurationSchema },
      },
    },
    async ({ tenant, params }) => getConfiguration(tenant, params),
  );

  app.put(
    '/:key',
    {
      config: staffOnly('settings:write'),
      schema: {
        tags,
        summary: 'Set the value of a key for the tenant',
        params: keyParams,
        body: z.strictObject({ value: z.unknown().describe('Any JSON') }),
        response: { 200: configurationSchema },
      },
    },
    async ({ tenant, params, body }) => setConfiguration(tenant, { ...params, ...body }),
  );

  app.delete(
    '/:key',
    {
      config: staffOnly('settings:write'),
      schema: {
        tags,
        summary: 'Take the tenant’s own value away, so that the platform’s holds',
        params: keyParams,
        response: { 204: z.void().describe('It is gone') },
      },
    },
    async ({ tenant, params }, reply) => {
      await resetConfiguration(tenant, params);
      reply.code(204);
    },
  );
};
