import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { scopeOf, workforceActorSchema } from './scope.ts';
import { type SiteView, siteStatusSchema, siteTypeSchema, toSite } from './views/site.ts';

export const siteFilters = {
  status: siteStatusSchema.optional(),
  siteType: siteTypeSchema.optional(),
  clientId: idField.optional(),
};

export const SITE_ORDERS = ['createdAt', '-createdAt'] as const;

export const listSitesInput = z.strictObject({
  ...pageFields(SITE_ORDERS),
  ...siteFilters,
  actor: workforceActorSchema,
});

/**
 * Sites with their geofences. A client gets its own.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listSites(
  client: TenantClient,
  input: z.input<typeof listSitesInput>,
): Promise<Page<SiteView>> {
  const { limit, cursor, order, actor, status, siteType, clientId } = parseInput(listSitesInput, input);
  const scope = await scopeOf(client, actor);
  if (scope.kind === 'none') return { data: [], page: { next: null, previous: null } };
  const filters: Prisma.SiteWhereInput[] = scope.kind === 'client' ? [{ clientId: scope.clientId }] : [];
  if (status) filters.push({ status });
  if (siteType) filters.push({ siteType });
  if (clientId) filters.push({ clientId });
  const found = await readPage(
    client,
    {
      resource: 'sites',
      page: { limit, cursor, order },
      filters: { status, siteType, clientId, actor: actor.userId },
    },
    ({ where, orderBy, take }) =>
      client.site.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toSite), page: found.page };
}
