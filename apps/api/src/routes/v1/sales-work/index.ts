import {
  ACTIVITY_ORDERS,
  activityFilters,
  activitySchema,
  CALL_PLAN_ORDERS,
  callPlanChangesSchema,
  callPlanFilters,
  callPlanSchema,
  createActivity,
  createActivityInput,
  createCallPlan,
  createCallPlanInput,
  createTask,
  createTaskInput,
  deleteCallPlan,
  listActivities,
  listCallPlans,
  listTasks,
  TASK_ORDERS,
  taskChangesSchema,
  taskFilters,
  taskSchema,
  updateCallPlan,
  updateTask,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['sales-work'];

/** What reps did, plan, and have to do. What names nobody is one's own. */
export const salesWorkRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/activities',
    {
      config: staffOnly('activities:read'),
      schema: {
        tags,
        summary: 'What reps did at customers',
        querystring: listQuery(ACTIVITY_ORDERS, activityFilters),
        response: { 200: listAnswer(activitySchema) },
      },
    },
    async ({ tenant, query }) => listActivities(tenant, query),
  );

  app.post(
    '/activities',
    {
      config: staffOnly('activities:write'),
      schema: {
        tags,
        summary: 'Record what was done',
        body: createActivityInput.partial({ userId: true }),
        response: { 201: activitySchema },
      },
    },
    async ({ tenant, body, principal }, reply) => {
      reply.code(201);
      return createActivity(tenant, {
        ...body,
        userId: body.userId ?? principal.id,
        occurredAt: body.occurredAt?.toISOString(),
      });
    },
  );

  app.get(
    '/call-plans',
    {
      config: staffOnly('activities:read'),
      schema: {
        tags,
        summary: 'Planned visits and calls',
        querystring: listQuery(CALL_PLAN_ORDERS, callPlanFilters),
        response: { 200: listAnswer(callPlanSchema) },
      },
    },
    async ({ tenant, query }) => listCallPlans(tenant, query),
  );

  app.post(
    '/call-plans',
    {
      config: staffOnly('activities:write'),
      schema: {
        tags,
        summary: 'Plan a visit or call',
        body: createCallPlanInput.partial({ userId: true }),
        response: { 201: callPlanSchema },
      },
    },
    async ({ tenant, body, principal }, reply) => {
      reply.code(201);
      return createCallPlan(tenant, { ...body, userId: body.userId ?? principal.id });
    },
  );

  app.patch(
    '/call-plans/:id',
    {
      config: staffOnly('activities:write'),
      schema: {
        tags,
        summary: 'Change a call plan',
        description: 'What is left out stays.',
        params: idParams,
        body: callPlanChangesSchema,
        response: { 200: callPlanSchema },
      },
    },
    async ({ tenant, params, body }) => updateCallPlan(tenant, { ...body, callPlanId: params.id }),
  );

  app.delete(
    '/call-plans/:id',
    {
      config: staffOnly('activities:write'),
      schema: {
        tags,
        summary: 'Delete a call plan',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteCallPlan(tenant, { callPlanId: params.id });
      reply.code(204);
    },
  );

  app.get(
    '/tasks',
    {
      config: staffOnly('activities:read'),
      schema: {
        tags,
        summary: 'Tasks',
        querystring: listQuery(TASK_ORDERS, taskFilters),
        response: { 200: listAnswer(taskSchema) },
      },
    },
    async ({ tenant, query }) => listTasks(tenant, query),
  );

  app.post(
    '/tasks',
    {
      config: staffOnly('activities:write'),
      schema: {
        tags,
        summary: 'Give somebody a task',
        body: createTaskInput.partial({ assigneeId: true }),
        response: { 201: taskSchema },
      },
    },
    async ({ tenant, body, principal }, reply) => {
      reply.code(201);
      return createTask(tenant, { ...body, assigneeId: body.assigneeId ?? principal.id });
    },
  );

  app.patch(
    '/tasks/:id',
    {
      config: staffOnly('activities:write'),
      schema: {
        tags,
        summary: 'Change a task',
        description: 'What is left out stays.',
        params: idParams,
        body: taskChangesSchema,
        response: { 200: taskSchema },
      },
    },
    async ({ tenant, params, body }) => updateTask(tenant, { ...body, taskId: params.id }),
  );
};
