import {
  createSupplier,
  createSupplierInput,
  deleteSupplier,
  listSuppliers,
  SUPPLIER_ORDERS,
  supplierChangesSchema,
  supplierFilters,
  supplierSchema,
  updateSupplier,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['suppliers'];

/** Who is bought from. */
export const supplierRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('suppliers:read'),
      schema: {
        tags,
        summary: 'Suppliers',
        querystring: listQuery(SUPPLIER_ORDERS, supplierFilters),
        response: { 200: listAnswer(supplierSchema) },
      },
    },
    async ({ tenant, query }) => listSuppliers(tenant, query),
  );

  app.post(
    '',
    {
      config: staffOnly('suppliers:write'),
      schema: {
        tags,
        summary: 'Add a supplier',
        body: createSupplierInput,
        response: { 201: supplierSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      reply.code(201);
      return createSupplier(tenant, body);
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('suppliers:write'),
      schema: {
        tags,
        summary: 'Change a supplier',
        description: 'What is left out stays.',
        params: idParams,
        body: supplierChangesSchema,
        response: { 200: supplierSchema },
      },
    },
    async ({ tenant, params, body }) => updateSupplier(tenant, { ...body, supplierId: params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('suppliers:write'),
      schema: {
        tags,
        summary: 'Delete a supplier',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteSupplier(tenant, { supplierId: params.id });
      reply.code(204);
    },
  );
};
