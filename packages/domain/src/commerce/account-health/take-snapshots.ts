import type { TenantClient } from '@org/db';
import { Decimal } from 'decimal.js';
import { DomainError } from '../../errors.ts';
import { calendarDateIn } from '../../shared/calendar-date.ts';
import { rateAccount } from './rate-account.ts';
import { readFigures } from './read-figures.ts';
import { writeSnapshots } from './write-snapshots.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface TakeSnapshotsOptions {
  /** The moment to look from. Now by default. */
  readonly asOf?: Date;
  /** Customers that are read and written at once. 1,000 by default. */
  readonly batchSize?: number;
}

export interface SnapshotsTaken {
  /** The tenant's calendar day, `YYYY-MM-DD`. */
  readonly snapshotOn: string;
  readonly customers: number;
}

/**
 * Writes how every customer of the client's tenant is doing, by the thresholds of the tenant's settings. The formula is
 * that of `rateAccount`; what counts as an order, that of `readFigures`.
 *
 * The periods are the 90 days up to `asOf`, and the 90 days before. The snapshot belongs to the tenant's calendar day of
 * `asOf`; there is one a day, and a later run replaces it. Batches are committed one by one: a run that was cut off is
 * completed by running it again.
 *
 * @throws DomainError NOT_FOUND when the tenant has no settings
 */
export async function takeAccountHealthSnapshots(
  client: TenantClient,
  { asOf = new Date(), batchSize = 1000 }: TakeSnapshotsOptions = {},
): Promise<SnapshotsTaken> {
  const settings = await client.tenantSettings.findFirst();
  if (!settings) throw new DomainError('NOT_FOUND', 'The tenant has no settings. Run its seed.');
  const thresholds = {
    revenueHealthDropPercent: new Decimal(settings.revenueHealthDropPercent.toString()),
    minimumOrdersForHealth: settings.minimumOrdersForHealth,
    minimumOrdersForPaceCalc: settings.minimumOrdersForPaceCalc,
    paceRiskThresholdDays: settings.paceRiskThresholdDays,
  };
  const snapshotOn = calendarDateIn(settings.timezone, asOf);

  let customers = 0;
  let afterCustomerId: string | undefined = FIRST_ID;
  while (afterCustomerId !== undefined) {
    const figures = await readFigures(client, {
      asOf,
      currency: settings.defaultCurrency,
      afterCustomerId,
      limit: batchSize,
    });
    const rated = figures.map((customer) => ({ ...customer, ...rateAccount(customer, thresholds) }));
    if (rated.length > 0) await writeSnapshots(client, snapshotOn, rated);
    customers += rated.length;
    afterCustomerId = figures.length < batchSize ? undefined : figures.at(-1)?.customerId;
  }
  return { snapshotOn, customers };
}
