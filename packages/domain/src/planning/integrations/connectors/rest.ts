import { z } from 'zod';

import type { Connector } from './connector.ts';

const answerSchema = z.object({
  items: z
    .array(
      z.object({
        id: z.union([z.string().min(1).max(200), z.int().transform(String)]),
        title: z.string(),
        kind: z.enum(['TASK', 'DEFECT']).default('TASK'),
        status: z.enum(['TODO', 'IN_PROGRESS', 'DONE']),
        changedAt: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
      }),
    )
    .max(1000),
  cursor: z.string().max(1000).nullable(),
  more: z.boolean(),
});

/**
 * Pulls from whatever speaks this: `GET <baseUrl>/items?project=…&cursor=…` with the access token as a bearer answers
 * `{ items: [{ id, title, kind, status, changedAt }], cursor, more }`. For tools without a connector of their own, an
 * adapter of some lines is enough.
 */
export const pullFromRest: Connector = async ({ config, credentials, cursor, fetchJson }) => {
  const url = new URL(`${config.baseUrl.replace(/\/$/, '')}/items`);
  url.searchParams.set('project', config.externalProject);
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  const token = credentials.access_token;
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { items, ...page } = await fetchJson(url, headers, answerSchema);
  return { ...page, items: items.map(({ id, ...item }) => ({ ...item, externalId: id })) };
};
