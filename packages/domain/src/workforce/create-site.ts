import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { latitudeField, longitudeField } from './input-fields.ts';
import { polygonSchema } from './places/site-geofence.ts';
import { type SiteView, siteTypeSchema, toSite } from './views/site.ts';

/** What is known of a site beside whose it is. */
export const siteFields = {
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  siteType: siteTypeSchema,
  address: z.string().max(300),
  latitude: latitudeField,
  longitude: longitudeField,
  geofenceRadius: z.int().min(1).max(100_000).describe('Metres around the centre'),
  nfcTagId: z.string().min(1).max(100).optional(),
};

const polygonField = polygonSchema.describe('Corners as [latitude, longitude]; counts instead of the circle');

export const createSiteInput = z.strictObject({
  clientId: idField,
  ...siteFields,
  siteType: siteTypeSchema.default('OTHER'),
  address: siteFields.address.default(''),
  geofenceRadius: siteFields.geofenceRadius.default(100),
  geofencePolygon: polygonField.optional(),
});

/**
 * Adds a site with its geofence.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL (a TERMINATED client); DbError UNIQUE_VIOLATION when the code is taken
 */
export async function createSite(
  client: TenantClient,
  input: z.input<typeof createSiteInput>,
): Promise<SiteView> {
  const site = parseInput(createSiteInput, input);
  return inTransaction(client, async (tx) => {
    const [owner] = await tx.$queryRaw<{ status: string }[]>`
      SELECT status::text AS status FROM workforce.clients WHERE id = ${site.clientId}::uuid FOR SHARE`;
    if (!owner) throw new DomainError('NOT_FOUND', 'There is no such client.');
    if (owner.status === 'TERMINATED') throw new DomainError('STATE_ILLEGAL', 'The client is TERMINATED.');
    return toSite(await tx.site.create({ data: withoutUndefined(site) }));
  });
}
