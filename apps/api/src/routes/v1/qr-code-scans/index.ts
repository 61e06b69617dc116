import { scanQrCode, scanRequestSchema, scanSchema } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';

/** Codes that agents scan on their rounds. */
export const qrCodeScanRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '',
    {
      config: staffOnly('attendance:write'),
      schema: {
        tags: ['QR codes'],
        summary: 'Scan a code; kept whatever comes of it',
        body: scanRequestSchema,
        response: { 200: scanSchema },
      },
    },
    async (request) => scanQrCode(request.tenant, { ...request.body, actor: actorOf(request) }),
  );
};
