import { ATTENDANCE_ORDERS, attendanceFilters, attendanceSchema, listAttendance } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

/** Who was at work when. */
export const attendanceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('attendance:read'),
      schema: {
        tags: ['attendance'],
        summary: 'Attendance, latest first',
        querystring: listQuery(ATTENDANCE_ORDERS, attendanceFilters),
        response: { 200: listAnswer(attendanceSchema) },
      },
    },
    async (request) => listAttendance(request.tenant, { ...request.query, actor: actorOf(request) }),
  );
};
