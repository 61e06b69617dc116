import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { providerSchema } from './integration-input.ts';
import {
  type IntegrationView,
  integrationStatusSchema,
  toIntegration,
  tokenKinds,
} from './integration-view.ts';

/** What a list of integrations can be narrowed to. */
export const integrationFilters = {
  provider: providerSchema.optional(),
  status: integrationStatusSchema.optional(),
};

export const INTEGRATION_ORDERS = ['name', '-name'] as const;

export const listIntegrationsInput = z.strictObject({
  ...pageFields(INTEGRATION_ORDERS),
  ...integrationFilters,
});

/** @throws DbError CURSOR_INVALID */
export async function listIntegrations(
  client: TenantClient,
  input: z.input<typeof listIntegrationsInput> = {},
): Promise<Page<IntegrationView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listIntegrationsInput, input);
  const { provider, status } = wanted;
  const filters = [provider ? { provider } : {}, status ? { status } : {}];
  const found = await readPage(
    client,
    { resource: 'integrations', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.integration.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        include: tokenKinds,
      }),
  );
  return { data: found.data.map(toIntegration), page: found.page };
}
