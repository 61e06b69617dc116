import {
  calibrationFilters,
  calibrationSchema,
  listPredictions,
  PREDICTION_ORDERS,
  predictionFilters,
  predictionSchema,
  readCalibration,
  recordOutcomes,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

const tags = ['predictions'];

/** What was predicted, and how good that was. */
export const predictionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('predictions:read'),
      schema: {
        tags,
        summary: 'Predictions',
        querystring: listQuery(PREDICTION_ORDERS, predictionFilters),
        response: { 200: listAnswer(predictionSchema) },
      },
    },
    async ({ tenant, query }) => listPredictions(tenant, query),
  );

  app.get(
    '/calibration',
    {
      config: staffOnly('predictions:read'),
      schema: {
        tags,
        summary: 'How good the predictions were',
        description: 'The Brier score, and what happened beside what was predicted.',
        querystring: z.strictObject(calibrationFilters),
        response: { 200: calibrationSchema },
      },
    },
    async ({ tenant, query }) => readCalibration(tenant, query),
  );

  app.post(
    '/outcomes',
    {
      config: staffOnly('predictions:write'),
      schema: {
        tags,
        summary: 'Record the outcomes of predictions whose horizon has passed',
        description: 'The nightly job does the same.',
        response: { 200: z.object({ recorded: z.int(), open: z.int() }) },
      },
    },
    async ({ tenant }) => ({ ...(await recordOutcomes(tenant)) }),
  );
};
