import type { PermissionKey } from '@org/db';
import type { Records } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';

/** What is the same for one kind of master data in all its routes. */
export interface RecordRoutes {
  readonly records: Records<z.ZodRawShape, z.ZodRawShape>;
  readonly read: PermissionKey;
  readonly write: PermissionKey;
}

/** The five routes of one kind of master data: list, show, add, change, delete. */
export function recordRoutes({ records, read, write }: RecordRoutes): FastifyPluginAsyncZod {
  const { noun, schema } = records;
  const tags = ['construction'];
  const one = { tags, params: idParams, response: { 200: schema } };
  return async (app) => {
    app.get(
      '',
      {
        config: staffOnly(read),
        schema: {
          tags,
          summary: `List: ${noun}`,
          querystring: listQuery(records.orders, inQuery(records.filters)),
          response: { 200: listAnswer(schema) },
        },
      },
      async ({ tenant, query }) => records.list(tenant, query),
    );
    app.get(
      '/:id',
      { config: staffOnly(read), schema: { ...one, summary: `Show: ${noun}` } },
      async ({ tenant, params }) => records.get(tenant, params.id),
    );
    app.post(
      '',
      {
        config: staffOnly(write),
        schema: { tags, summary: `Add: ${noun}`, body: records.createInput, response: { 201: schema } },
      },
      async ({ tenant, body }, reply) => {
        const made = await records.create(tenant, body);
        reply.code(201);
        return made;
      },
    );
    app.patch(
      '/:id',
      {
        config: staffOnly(write),
        schema: {
          ...one,
          summary: `Change: ${noun}`,
          description: 'What is left out stays.',
          body: records.changesSchema,
        },
      },
      async ({ tenant, body, params }) => records.update(tenant, params.id, body),
    );
    app.delete(
      '/:id',
      {
        config: staffOnly(write),
        schema: {
          tags,
          summary: `Delete: ${noun}`,
          description: 'Refused while it is in use.',
          params: idParams,
          response: { 204: z.void().describe('It is deleted') },
        },
      },
      async ({ tenant, params }, reply) => {
        await records.remove(tenant, params.id);
        reply.code(204);
      },
    );
  };
}

/** A query string holds text: `true` and `false` stand for themselves. */
function inQuery(filters: z.ZodRawShape): z.ZodRawShape {
  const shown = Object.entries(filters).map(([field, filter]) => {
    const isBoolean = filter instanceof z.ZodOptional && filter.unwrap() instanceof z.ZodBoolean;
    return [field, isBoolean ? queryBoolean.optional() : filter] as const;
  });
  return Object.fromEntries(shown);
}
