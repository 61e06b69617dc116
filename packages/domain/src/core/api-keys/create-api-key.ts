import { PERMISSIONS, type TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Actor, stayWithinRights } from '../stay-within-rights.ts';
import { createApiKeyText, hashApiKey } from './api-key-text.ts';
import { type ApiKeyView, toApiKey } from './api-key-view.ts';

/** A key, as a request says it. */
export const apiKeyRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z
    .array(z.string().refine((key) => Object.hasOwn(PERMISSIONS, key), 'there is no such permission'))
    .min(1)
    .max(200)
    .transform((scopes) => [...new Set(scopes)].sort())
    .describe('Permissions, of those that you have'),
  requestsPerMinute: z.int().min(1).max(100_000).default(600),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .refine((moment) => moment.getTime() > Date.now(), 'must be in the future')
    .nullable()
    .default(null),
});

export interface CreatedApiKey extends ApiKeyView {
  /** Shown this once, and never again. */
  readonly key: string;
}

/**
 * Makes a key that acts in the name of its maker, with the given permissions as far as he has them himself, now and at
 * each use. The database holds its prefix and a hash; the key itself is in the answer and nowhere else.
 *
 * @throws DomainError INPUT_INVALID, PERMISSION_MISSING for a scope that the maker lacks
 */
export async function createApiKey(
  client: TenantClient,
  input: z.input<typeof apiKeyRequestSchema> & { readonly tenantId: string; readonly actor: Actor },
): Promise<CreatedApiKey> {
  const { tenantId, actor, ...request } = input;
  const { scopes, ...data } = parseInput(apiKeyRequestSchema, request);
  stayWithinRights(actor, scopes);
  const { text, prefix } = createApiKeyText(tenantId);
  const row = await client.apiKey.create({
    data: { ...data, scopes, prefix, keyHash: hashApiKey(text), createdById: actor.userId },
  });
  return { ...toApiKey(row), key: text };
}
