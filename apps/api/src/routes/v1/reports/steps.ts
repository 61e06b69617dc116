import {
  archiveReport,
  attachMedia,
  decideReport,
  mediaRequestSchema,
  reopenReport,
  reportDecisionSchema,
  reportSchema,
  reviewReport,
  submitReport,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idParams } from '../../../http/schemas.ts';

const report = { tags: ['reports'], params: idParams, response: { 200: reportSchema } };

/** The steps of a report. Each is recorded; one out of turn is 409 STATE_ILLEGAL. */
export const reportStepRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:id/media',
    {
      config: staffOnly('reports:write', 'media:write'),
      schema: { ...report, summary: 'Attach a stored file to a draft', body: mediaRequestSchema },
    },
    async (request) =>
      attachMedia(request.tenant, {
        ...request.body,
        reportId: request.params.id,
        actor: actorOf(request),
      }),
  );

  app.post(
    '/:id/submit',
    {
      config: staffOnly('reports:write'),
      schema: { ...report, summary: 'Hand a report in: DRAFT becomes SUBMITTED' },
    },
    async (request) => submitReport(request.tenant, { reportId: request.params.id, actor: actorOf(request) }),
  );

  app.post(
    '/:id/review',
    {
      config: staffOnly('reports:approve'),
      schema: { ...report, summary: 'Take a report up: SUBMITTED becomes UNDER_REVIEW' },
    },
    async ({ tenant, params, principal }) =>
      reviewReport(tenant, { reportId: params.id, actorId: principal.id }),
  );

  app.post(
    '/:id/decide',
    {
      config: staffOnly('reports:approve'),
      schema: {
        ...report,
        summary: 'Approve or reject a report under review',
        description: 'Nobody decides on his own.',
        body: reportDecisionSchema,
      },
    },
    async ({ tenant, params, body, principal }) =>
      decideReport(tenant, { ...body, reportId: params.id, actorId: principal.id }),
  );

  app.post(
    '/:id/reopen',
    {
      config: staffOnly('reports:write'),
      schema: { ...report, summary: 'Take a rejected report up again: REJECTED becomes DRAFT' },
    },
    async (request) => reopenReport(request.tenant, { reportId: request.params.id, actor: actorOf(request) }),
  );

  app.post(
    '/:id/archive',
    {
      config: staffOnly('reports:approve'),
      schema: { ...report, summary: 'Close a decided report for good' },
    },
    async ({ tenant, params, principal }) =>
      archiveReport(tenant, { reportId: params.id, actorId: principal.id }),
  );
};
