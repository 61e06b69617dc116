import {
  cancelJob,
  completeJob,
  completionSchema,
  createJob,
  createJobInput,
  getJob,
  JOB_ORDERS,
  jobFilters,
  jobSchema,
  listJobs,
  startJob,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['construction'];
const one = { tags, params: idParams, response: { 200: jobSchema } };

/** Houses under way. */
export const jobRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('jobs:read'),
      schema: {
        tags,
        summary: 'Jobs, latest first',
        querystring: listQuery(JOB_ORDERS, jobFilters),
        response: { 200: listAnswer(jobSchema) },
      },
    },
    async ({ tenant, query }) => listJobs(tenant, query),
  );

  app.get(
    '/:id',
    { config: staffOnly('jobs:read'), schema: { ...one, summary: 'A job with its options' } },
    async ({ tenant, params }) => getJob(tenant, { jobId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('jobs:write'),
      schema: {
        tags,
        summary: 'Plan a house on a lot',
        description: 'A lot has one job that was not cancelled.',
        body: createJobInput,
        response: { 201: jobSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const job = await createJob(tenant, body);
      reply.code(201).header('location', `/v1/construction/jobs/${job.id}`);
      return job;
    },
  );

  app.post(
    '/:id/start',
    {
      config: staffOnly('jobs:write'),
      schema: { ...one, summary: 'Begin building: PLANNED becomes IN_PROGRESS' },
    },
    async ({ tenant, params }) => startJob(tenant, { jobId: params.id }),
  );

  app.post(
    '/:id/complete',
    {
      config: staffOnly('jobs:write'),
      schema: {
        ...one,
        summary: 'Finish a house: IN_PROGRESS becomes COMPLETED',
        description: 'What was used is what variance is detected by; else what was received counts.',
        body: completionSchema,
      },
    },
    async ({ tenant, params, body }) => completeJob(tenant, { ...body, jobId: params.id }),
  );

  app.post(
    '/:id/cancel',
    {
      config: staffOnly('jobs:write'),
      schema: { ...one, summary: 'Call a job off, unless a purchase order is under way' },
    },
    async ({ tenant, params }) => cancelJob(tenant, { jobId: params.id }),
  );
};
