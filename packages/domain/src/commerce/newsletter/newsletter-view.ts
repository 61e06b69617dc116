import { z } from 'zod';

import { idText, moment, momentText } from '../../shared/view-fields.ts';

export const newsletterStatusSchema = z.enum(['PENDING', 'SUBSCRIBED', 'UNSUBSCRIBED']);

export const newsletterSchema = z
  .object({
    id: idText,
    email: z.string(),
    status: newsletterStatusSchema,
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'NewsletterSubscription' });
export type NewsletterView = z.output<typeof newsletterSchema>;

interface NewsletterRow extends Pick<NewsletterView, 'id' | 'email' | 'status'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toNewsletter({ id, email, status, createdAt, updatedAt }: NewsletterRow): NewsletterView {
  return { id, email, status, createdAt: moment(createdAt), updatedAt: moment(updatedAt) };
}
