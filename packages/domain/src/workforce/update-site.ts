import { Prisma, type TenantClient, type TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { siteFields } from './create-site.ts';
import { polygonSchema } from './places/site-geofence.ts';
import { type SiteView, siteStatusSchema, toSite } from './views/site.ts';

/** What of a site can be changed; what is left out stays. */
export const siteChangesSchema = z
  .strictObject({
    ...siteFields,
    nfcTagId: siteFields.nfcTagId.nullable(),
    geofencePolygon: polygonSchema.nullable().describe('null: the circle counts again'),
    status: siteStatusSchema,
  })
  .partial();

export const updateSiteInput = siteChangesSchema.extend({ siteId: idField });

/**
 * Changes a site. One with shifts ahead, or under way, cannot become CLOSED: they are called off first. What was compared
 * with its geofence before stays as it was found.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function updateSite(
  client: TenantClient,
  input: z.input<typeof updateSiteInput>,
): Promise<SiteView> {
  const { siteId, geofencePolygon, ...changes } = parseInput(updateSiteInput, input);
  return inTransaction(client, async (tx) => {
    // Whoever plans a shift meanwhile holds a share of this lock.
    await tx.$queryRaw`SELECT FROM workforce.sites WHERE id = ${siteId}::uuid FOR NO KEY UPDATE`;
    if (changes.status === 'CLOSED') await refuseWhileGuarded(tx, siteId);
    const polygon =
      geofencePolygon === undefined ? {} : { geofencePolygon: geofencePolygon ?? Prisma.DbNull };
    const { count } = await tx.site.updateMany({
      where: { id: siteId },
      data: { ...withoutUndefined(changes), ...polygon },
    });
    if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such site.');
    return toSite(await tx.site.findFirstOrThrow({ where: { id: siteId } }));
  });
}

async function refuseWhileGuarded(tx: TenantTransaction, siteId: string): Promise<void> {
  const ahead = await tx.shift.count({
    where: {
      siteId,
      OR: [
        { status: 'IN_PROGRESS' },
        { status: { in: ['SCHEDULED', 'CONFIRMED'] }, endTime: { gt: new Date() } },
      ],
    },
  });
  if (ahead === 0) return;
  throw new DomainError(
    'STATE_ILLEGAL',
    `The site has ${ahead} shifts ahead or under way. Call them off first.`,
  );
}
