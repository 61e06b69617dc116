import {
  createQrCode,
  listQrCodes,
  QR_CODE_ORDERS,
  qrCodeFilters,
  qrCodeRequestSchema,
  qrCodeSchema,
  revokeQrCode,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['QR codes'];

/** Codes that hang at sites. Who knows one can say that he is there, so only who looks after sites sees them. */
export const qrCodeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('sites:write'),
      schema: {
        tags,
        summary: 'Codes of sites',
        querystring: listQuery(QR_CODE_ORDERS, qrCodeFilters),
        response: { 200: listAnswer(qrCodeSchema) },
      },
    },
    async ({ tenant, query }) => listQrCodes(tenant, query),
  );

  app.post(
    '',
    {
      config: staffOnly('sites:write'),
      schema: {
        tags,
        summary: 'Make a code for a site',
        body: qrCodeRequestSchema,
        response: { 201: qrCodeSchema },
      },
    },
    async ({ tenant, body, principal }, reply) => {
      const made = await createQrCode(tenant, { ...body, actorId: principal.id });
      reply.code(201);
      return made;
    },
  );

  app.post(
    '/:id/revoke',
    {
      config: staffOnly('sites:write'),
      schema: { tags, summary: 'End a code', params: idParams, response: { 200: qrCodeSchema } },
    },
    async ({ tenant, params }) => revokeQrCode(tenant, { qrCodeId: params.id }),
  );
};
