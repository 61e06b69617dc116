import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { type ApiKeyView, toApiKey } from './api-key-view.ts';

export const API_KEY_ORDERS = ['-createdAt', 'createdAt'] as const;

const listApiKeysInput = z.strictObject(pageFields(API_KEY_ORDERS));

/**
 * The keys of the tenant, revoked and expired ones included.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listApiKeys(
  client: TenantClient,
  input: z.input<typeof listApiKeysInput> = {},
): Promise<Page<ApiKeyView>> {
  const page = parseInput(listApiKeysInput, input);
  const found = await readPage(client, { resource: 'api-keys', page }, ({ where, orderBy, take }) =>
    client.apiKey.findMany({ where, orderBy, take }),
  );
  return { data: found.data.map(toApiKey), page: found.page };
}
