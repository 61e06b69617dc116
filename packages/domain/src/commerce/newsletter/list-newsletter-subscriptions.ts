import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { type NewsletterView, newsletterStatusSchema, toNewsletter } from './newsletter-view.ts';

/** What a list of subscriptions can be narrowed to. */
export const newsletterFilters = { status: newsletterStatusSchema.optional() };

export const NEWSLETTER_ORDERS = ['email', '-email'] as const;

const inputSchema = z.strictObject({ ...pageFields(NEWSLETTER_ORDERS), ...newsletterFilters });

/** @throws DbError CURSOR_INVALID */
export async function listNewsletterSubscriptions(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<NewsletterView>> {
  const { limit, cursor, order, status } = parseInput(inputSchema, input);
  const filters = status ? [{ status }] : [];
  const found = await readPage(
    client,
    { resource: 'newsletter', page: { limit, cursor, order }, filters: { status } },
    ({ where, orderBy, take }) =>
      client.newsletterSubscription.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toNewsletter), page: found.page };
}
