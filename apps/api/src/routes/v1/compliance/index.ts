import {
  acceptFiling,
  createTaxRate,
  createTaxRateInput,
  FILING_ORDERS,
  fileFiling,
  filingFilters,
  filingSchema,
  listFilings,
  listTaxRates,
  prepareFiling,
  prepareFilingInput,
  prepareFilings,
  prepareFilingsInput,
  TAX_RATE_ORDERS,
  taxRateChangesSchema,
  taxRateFilters,
  taxRateSchema,
  updateTaxRate,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['compliance'];

/** What is owed to states, and by which rates. */
export const complianceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/tax-rates',
    {
      config: staffOnly('compliance:read'),
      schema: {
        tags,
        summary: 'Tax rates of states',
        querystring: listQuery(TAX_RATE_ORDERS, taxRateFilters),
        response: { 200: listAnswer(taxRateSchema) },
      },
    },
    async ({ tenant, query }) => listTaxRates(tenant, query),
  );

  app.post(
    '/tax-rates',
    {
      config: staffOnly('compliance:write'),
      schema: {
        tags,
        summary: 'Add the tax rate of a state',
        body: createTaxRateInput,
        response: { 201: taxRateSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      reply.code(201);
      return createTaxRate(tenant, body);
    },
  );

  app.patch(
    '/tax-rates/:id',
    {
      config: staffOnly('compliance:write'),
      schema: {
        tags,
        summary: 'End a tax rate, or open it again',
        params: idParams,
        body: taxRateChangesSchema,
        response: { 200: taxRateSchema },
      },
    },
    async ({ tenant, params, body }) => updateTaxRate(tenant, { ...body, taxRateId: params.id }),
  );

  app.get(
    '/filings',
    {
      config: staffOnly('compliance:read'),
      schema: {
        tags,
        summary: 'Compliance filings',
        querystring: listQuery(FILING_ORDERS, filingFilters),
        response: { 200: listAnswer(filingSchema) },
      },
    },
    async ({ tenant, query }) => listFilings(tenant, query),
  );

  app.post(
    '/filings',
    {
      config: staffOnly('compliance:write'),
      schema: {
        tags,
        summary: 'Add up what is owed to a state for a period',
        description: 'Makes a DRAFT, or brings it up to date.',
        body: prepareFilingInput,
        response: { 200: filingSchema },
      },
    },
    async ({ tenant, body }) => prepareFiling(tenant, body),
  );

  app.post(
    '/filings/all',
    {
      config: staffOnly('compliance:write'),
      schema: {
        tags,
        summary: 'The same for every state that has a tax rate in the period',
        body: prepareFilingsInput,
        response: { 200: z.object({ data: z.array(filingSchema) }) },
      },
    },
    async ({ tenant, body }) => ({ data: await prepareFilings(tenant, body) }),
  );

  app.post(
    '/filings/:id/file',
    {
      config: staffOnly('compliance:write'),
      schema: {
        tags,
        summary: 'File a DRAFT whose period is over; its figures are fixed from then on',
        params: idParams,
        response: { 200: filingSchema },
      },
    },
    async ({ tenant, params }) => fileFiling(tenant, { filingId: params.id }),
  );

  app.post(
    '/filings/:id/accept',
    {
      config: staffOnly('compliance:write'),
      schema: {
        tags,
        summary: 'Note that the state has accepted a filing',
        params: idParams,
        response: { 200: filingSchema },
      },
    },
    async ({ tenant, params }) => acceptFiling(tenant, { filingId: params.id }),
  );
};
