import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { emailSchema } from '../../core/email-address.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction, lockName } from '../../shared/in-transaction.ts';
import { type NewsletterView, newsletterStatusSchema, toNewsletter } from './newsletter-view.ts';

export const newsletterRequestSchema = z.strictObject({
  email: emailSchema,
  status: newsletterStatusSchema.describe('PENDING until the address has confirmed'),
});

/** Sets where an address stands with the newsletter. An address is there once, however many ask at once. */
export async function setNewsletterSubscription(
  client: TenantClient,
  input: z.input<typeof newsletterRequestSchema>,
): Promise<NewsletterView> {
  const { email, status } = parseInput(newsletterRequestSchema, input);
  return inTransaction(client, async (tx) => {
    await lockName(tx, `newsletter:${email}`);
    const present = await tx.newsletterSubscription.findFirst({ where: { email } });
    if (present && present.status === status) return toNewsletter(present);
    if (present) await tx.newsletterSubscription.updateMany({ where: { email }, data: { status } });
    else await tx.newsletterSubscription.create({ data: { email, status } });
    return toNewsletter(await tx.newsletterSubscription.findFirstOrThrow({ where: { email } }));
  });
}
