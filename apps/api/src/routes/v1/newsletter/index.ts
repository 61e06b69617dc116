import {
  listNewsletterSubscriptions,
  NEWSLETTER_ORDERS,
  newsletterFilters,
  newsletterRequestSchema,
  newsletterSchema,
  setNewsletterSubscription,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

const tags = ['newsletter'];

/** Who gets the newsletter. */
export const newsletterRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('newsletter:read'),
      schema: {
        tags,
        summary: 'Newsletter subscriptions',
        querystring: listQuery(NEWSLETTER_ORDERS, newsletterFilters),
        response: { 200: listAnswer(newsletterSchema) },
      },
    },
    async ({ tenant, query }) => listNewsletterSubscriptions(tenant, query),
  );

  app.put(
    '',
    {
      config: staffOnly('newsletter:write'),
      schema: {
        tags,
        summary: 'Set where an address stands',
        body: newsletterRequestSchema,
        response: { 200: newsletterSchema },
      },
    },
    async ({ tenant, body }) => setNewsletterSubscription(tenant, body),
  );
};
