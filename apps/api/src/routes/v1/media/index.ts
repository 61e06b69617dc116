import {
  forgetMediaFile,
  listMediaFiles,
  MEDIA_ORDERS,
  mediaFileRequestSchema,
  mediaFileSchema,
  mediaFilters,
  registerMediaFile,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['media'];

/** Stored files: where they lie and what they are. */
export const mediaRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('media:read'),
      schema: {
        tags,
        summary: 'Files',
        querystring: listQuery(MEDIA_ORDERS, mediaFilters),
        response: { 200: listAnswer(mediaFileSchema) },
      },
    },
    async ({ tenant, query }) => listMediaFiles(tenant, query),
  );

  app.post(
    '',
    {
      config: staffOnly('media:write'),
      schema: {
        tags,
        summary: 'Note a file that was stored',
        body: mediaFileRequestSchema,
        response: { 201: mediaFileSchema },
      },
    },
    async ({ tenant, body, principal }, reply) => {
      reply.code(201);
      return registerMediaFile(tenant, { ...body, uploadedById: principal.id });
    },
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('media:write'),
      schema: {
        tags,
        summary: 'Forget a file',
        params: idParams,
        response: { 204: z.void().describe('It is forgotten') },
      },
    },
    async ({ tenant, params }, reply) => {
      await forgetMediaFile(tenant, { mediaFileId: params.id });
      reply.code(204);
    },
  );
};
