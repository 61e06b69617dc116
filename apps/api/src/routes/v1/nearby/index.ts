import { findNearby, nearbySchema } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';

/** What is near a place. */
export const nearbyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('agents:read', 'sites:read'),
      schema: {
        tags: ['nearby'],
        summary: 'Sites and agents within a distance of a place, nearest first',
        querystring: z.strictObject({
          latitude: z.coerce.number().min(-90).max(90).describe('Degrees north, WGS 84'),
          longitude: z.coerce.number().min(-180).max(180).describe('Degrees east, WGS 84'),
          radius: z.coerce.number().min(1).max(100_000).default(5_000).describe('Metres'),
          limit: z.coerce.number().int().min(1).max(500).default(100).describe('Of sites and of agents each'),
        }),
        response: { 200: nearbySchema },
      },
    },
    async ({ tenant, query }) => findNearby(tenant, query),
  );
};
