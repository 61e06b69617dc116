import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { parseInput } from '../parse-input.ts';
import { type CalendarDate, fromDateColumn, toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction, lockName } from '../shared/in-transaction.ts';
import { exact } from '../shared/money.ts';
import { currencyField, indexPriceField } from './input-fields.ts';
import { recordPrices } from './record-prices.ts';

const seriesText = (longest: number) => z.string().trim().min(1).max(longest);

/** One price of the index. */
const indexPriceSchema = z.strictObject({
  species: seriesText(50),
  grade: seriesText(50),
  size: seriesText(30).describe('Nominal, such as 2x4'),
  region: seriesText(50),
  pricePerMbf: indexPriceField.describe('Per thousand board feet'),
});

export const recordIndexWeekInput = z
  .strictObject({
    weekOf: z.iso.date().describe('Any day of the week; it counts from its Monday'),
    currency: currencyField.default('USD'),
    prices: z.array(indexPriceSchema).min(1).max(2000),
  })
  .refine(({ prices }) => new Set(prices.map(seriesKey)).size === prices.length, {
    error: 'a series may have one price a week',
    path: ['prices'],
  });

/** What a week of the index changed. */
export interface IndexWeekRecorded {
  /** The week's Monday. */
  readonly weekOf: CalendarDate;
  /** Prices of the index that are new or differ from what was known. */
  readonly indexPrices: number;
  /** Materials whose history has a new or another price by it. */
  readonly materials: number;
}

/**
 * Takes in a week of the Random Lengths index, and prices all lumber that follows one of its series anew, from the week's
 * Monday on: round(price per MBF × board feet of a unit / 1000, 4), half away from zero. All of it or nothing. Repeated, it
 * changes nothing; with other prices it corrects the week. A week that comes late fills its gap in the history, and leaves
 * the current cost to the later ones.
 */
export async function recordIndexWeek(
  client: TenantClient,
  input: z.input<typeof recordIndexWeekInput>,
): Promise<IndexWeekRecorded> {
  const { weekOf: day, currency, prices } = parseInput(recordIndexWeekInput, input);
  const weekOf = mondayOf(day);
  return inTransaction(client, async (tx) => {
    await lockName(tx, 'construction-index');
    const indexPrices = await writeIndexPrices(tx, weekOf, currency, prices);
    const covered = await loadCovered(tx, weekOf, prices);
    const materials = await recordPrices(
      tx,
      weekOf,
      'RANDOM_LENGTHS',
      covered.map((one) => ({
        materialId: one.material_id,
        unitCost: exact(one.price).times(one.board_feet).dividedBy(1000).toDecimalPlaces(4).toFixed(),
        currency: one.currency,
        indexPriceId: one.index_price_id,
      })),
    );
    if (indexPrices > 0 || materials > 0) {
      await recordWebhookEvent(tx, {
        type: 'lumber_index.recorded',
        entity: 'RandomLengthsPricing',
        entityId: covered[0]?.index_price_id ?? (await anyPriceOf(tx, weekOf)),
        payload: { weekOf, indexPrices, materials },
      });
    }
    return { weekOf, indexPrices, materials };
  });
}

type IndexPrice = z.output<typeof indexPriceSchema>;

function seriesKey({ species, grade, size, region }: Omit<IndexPrice, 'pricePerMbf'>): string {
  return JSON.stringify([species, grade, size, region]);
}

/** The Monday of a day's week (ISO 8601). */
function mondayOf(day: CalendarDate): CalendarDate {
  const date = toDateColumn(day);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return fromDateColumn(date);
}

function columns(prices: readonly IndexPrice[]) {
  return {
    species: prices.map((one) => one.species),
    grades: prices.map((one) => one.grade),
    sizes: prices.map((one) => one.size),
    regions: prices.map((one) => one.region),
  };
}

async function writeIndexPrices(
  tx: TenantTransaction,
  weekOf: CalendarDate,
  currency: string,
  prices: readonly IndexPrice[],
): Promise<number> {
  const { species, grades, sizes, regions } = columns(prices);
  return tx.$executeRaw`
    INSERT INTO construction.random_lengths_pricing AS old (species, grade, size, region, price_per_mbf, currency, week_of)
    SELECT p.species, p.grade, p.size, p.region, p.price, ${currency}, ${weekOf}::date
    FROM unnest(${species}::text[], ${grades}::text[], ${sizes}::text[], ${regions}::text[], ${prices.map((one) => one.pricePerMbf)}::numeric[])
      AS p (species, grade, size, region, price)
    ON CONFLICT (tenant_id, species, grade, size, region, week_of) DO UPDATE
    SET price_per_mbf = excluded.price_per_mbf, currency = excluded.currency, updated_at = now()
    WHERE (old.price_per_mbf, old.currency) IS DISTINCT FROM (excluded.price_per_mbf, excluded.currency)`;
}

interface CoveredMaterial {
  readonly material_id: string;
  readonly board_feet: string;
  readonly price: string;
  readonly currency: string;
  readonly index_price_id: string;
}

async function loadCovered(
  tx: TenantTransaction,
  weekOf: CalendarDate,
  prices: readonly IndexPrice[],
): Promise<CoveredMaterial[]> {
  const { species, grades, sizes, regions } = columns(prices);
  return tx.$queryRaw<CoveredMaterial[]>`
    SELECT m.id::text AS material_id, m.board_feet_per_unit::text AS board_feet, r.price_per_mbf::text AS price,
           r.currency::text, r.id::text AS index_price_id
    FROM unnest(${species}::text[], ${grades}::text[], ${sizes}::text[], ${regions}::text[]) AS p (species, grade, size, region)
    JOIN construction.random_lengths_pricing r
      ON (r.species, r.grade, r.size, r.region) = (p.species, p.grade, p.size, p.region) AND r.week_of = ${weekOf}::date
    JOIN construction.materials m
      ON (m.species, m.grade, m.size, m.region) = (r.species, r.grade, r.size, r.region) AND m.tenant_id = r.tenant_id
    WHERE m.deleted_at IS NULL ORDER BY m.id`;
}

async function anyPriceOf(tx: TenantTransaction, weekOf: CalendarDate): Promise<string> {
  const row = await tx.randomLengthsPricing.findFirstOrThrow({
    where: { weekOf: toDateColumn(weekOf) },
    select: { id: true },
  });
  return row.id;
}
