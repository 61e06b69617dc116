import { agentSchema, certificationRequestSchema, putCertification, removeCertification } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['agents'];
const params = idParams.extend({ code: z.string().regex(/^[A-Z0-9_]{1,50}$/) });

/** What agents are certified for. */
export const certificationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.put(
    '/:id/certifications/:code',
    {
      config: staffOnly('agents:write'),
      schema: {
        tags,
        summary: 'Certify an agent, or renew that',
        params,
        body: certificationRequestSchema,
        response: { 200: agentSchema },
      },
    },
    async ({ tenant, params: { id, code }, body }) =>
      putCertification(tenant, { ...body, agentId: id, code }),
  );

  app.delete(
    '/:id/certifications/:code',
    {
      config: staffOnly('agents:write'),
      schema: {
        tags,
        summary: 'Take a certification from an agent',
        params,
        response: { 204: z.void().describe('It is gone') },
      },
    },
    async ({ tenant, params: { id, code } }, reply) => {
      await removeCertification(tenant, { agentId: id, code });
      reply.code(204);
    },
  );
};
