import { analyseGaps, gapSchema, predictionSchema, predictProject } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { idParams } from '../../../http/schemas.ts';

/** What the snapshots of a project tell. */
export const projectFindingRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:id/gap-analysis',
    {
      config: staffOnly('gaps:write'),
      schema: {
        tags: ['gaps'],
        summary: 'Look for gaps in a project',
        description:
          'Compares its newest snapshot with dates, budget and targets. The same snapshots give the same gaps, however often it is asked.',
        params: idParams,
        response: { 200: z.object({ gaps: z.array(gapSchema), resolvedIds: z.array(z.guid()) }) },
      },
    },
    async ({ tenant, params }) => analyseGaps(tenant, { projectId: params.id }),
  );

  app.post(
    '/:id/predictions',
    {
      config: staffOnly('predictions:write'),
      schema: {
        tags: ['predictions'],
        summary: 'Predict what will have happened to a project by its due date',
        description:
          'A simulation that draws from the weeks so far. There is one prediction of a kind for a day of snapshots.',
        params: idParams,
        response: { 200: z.object({ data: z.array(predictionSchema) }) },
      },
    },
    async ({ tenant, params }) => ({ data: await predictProject(tenant, { projectId: params.id }) }),
  );
};
