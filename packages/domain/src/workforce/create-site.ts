import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { idField } from '../commerce/input-fields.ts';
import { withoutUndefined } from '../commerce/without-undefined.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { latitudeField, longitudeField } from './input-fields.ts';
import { polygonSchema } from './places/site-geofence.ts';
import { type SiteView, siteTypeSchema, toSite } from './views/site.ts';

export const createSiteInput = z.strictObject({
  clientId: idField,
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  siteType: siteTypeSchema.default('OTHER'),
  address: z.string().max(300).default(''),
  latitude: latitudeField,
  longitude: longitudeField,
  geofenceRadius: z.int().min(1).max(100_000).default(100).describe('Metres around the centre'),
  geofencePolygon: polygonSchema
    .optional()
    .describe('Corners as [latitude, longitude]; counts instead of the circle'),
  nfcTagId: z.string().min(1).max(100).optional(),
});

/**
 * Adds a site with its geofence.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function createSite(
  client: TenantClient,
  input: z.input<typeof createSiteInput>,
): Promise<SiteView> {
  const site = parseInput(createSiteInput, input);
  const owner = await client.client.findFirst({ where: { id: site.clientId }, select: { id: true } });
  if (!owner) throw new DomainError('NOT_FOUND', 'There is no such client.');
  return toSite(await client.site.create({ data: withoutUndefined(site) }));
}
