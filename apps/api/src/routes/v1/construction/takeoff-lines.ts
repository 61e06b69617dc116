import {
  addTakeoffLine,
  lineChangesSchema,
  newLineSchema,
  removeTakeoffLine,
  resolutionField,
  resolveValidation,
  takeoffSchema,
  updateTakeoffLine,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { idParams } from '../../../http/schemas.ts';

const lineParams = z.strictObject({ id: z.guid(), lineId: z.guid() });
const answer = { tags: ['construction'], response: { 200: takeoffSchema } };
const config = staffOnly('takeoffs:write');

/** Corrections of a takeoff, while it is DRAFT or SUBMITTED; each answers with the whole of it. */
export const takeoffLineRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:id/lines',
    { config, schema: { ...answer, summary: 'Add a line by hand', params: idParams, body: newLineSchema } },
    async ({ tenant, params, body }) => addTakeoffLine(tenant, { ...body, takeoffId: params.id }),
  );

  app.patch(
    '/:id/lines/:lineId',
    {
      config,
      schema: {
        ...answer,
        summary: 'Correct a line',
        description: 'What is left out stays.',
        params: lineParams,
        body: lineChangesSchema,
      },
    },
    async ({ tenant, params, body }) =>
      updateTakeoffLine(tenant, { ...body, takeoffId: params.id, lineId: params.lineId }),
  );

  app.delete(
    '/:id/lines/:lineId',
    { config, schema: { ...answer, summary: 'Take a line out', params: lineParams } },
    async ({ tenant, params }) => removeTakeoffLine(tenant, { takeoffId: params.id, lineId: params.lineId }),
  );

  app.post(
    '/:id/validations/:validationId/resolve',
    {
      config,
      schema: {
        ...answer,
        summary: 'Say why a finding is right as it is',
        params: z.strictObject({ id: z.guid(), validationId: z.guid() }),
        body: z.strictObject({ resolution: resolutionField }),
      },
    },
    async ({ tenant, params, body, principal }) =>
      resolveValidation(tenant, {
        takeoffId: params.id,
        validationId: params.validationId,
        resolution: body.resolution,
        actorId: principal.id,
      }),
  );
};
