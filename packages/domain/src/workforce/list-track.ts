import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { idText, moment, momentText } from '../shared/view-fields.ts';
import { momentField } from './input-fields.ts';
import { scopeOf, workforceActorSchema } from './scope.ts';

export const trackedPositionSchema = z
  .object({
    id: idText,
    shiftId: idText.nullable(),
    latitude: z.number(),
    longitude: z.number(),
    accuracy: z.number().nullable(),
    speed: z.number().nullable(),
    heading: z.number().nullable(),
    timestamp: momentText,
  })
  .meta({ id: 'TrackedPosition' });
export type TrackedPosition = z.output<typeof trackedPositionSchema>;

/** Days of one question at most: a question touches few partitions. */
const MOST_DAYS = 31;

export const trackFilters = {
  from: momentField.describe(`At this moment or later; at most ${MOST_DAYS} days before \`to\``),
  to: momentField.describe('Before this moment'),
};

export const TRACK_ORDERS = ['timestamp', '-timestamp'] as const;

export const listTrackInput = z.strictObject({
  ...pageFields(TRACK_ORDERS),
  ...trackFilters,
  agentId: idField,
  actor: workforceActorSchema,
});

/**
 * The positions of an agent in a period. Agents see their own, clients none.
 *
 * @throws DomainError NOT_FOUND, INPUT_INVALID; DbError CURSOR_INVALID
 */
export async function listTrack(
  client: TenantClient,
  input: z.input<typeof listTrackInput>,
): Promise<Page<TrackedPosition>> {
  const { limit, cursor, order, actor, agentId, from, to } = parseInput(listTrackInput, input);
  const scope = await scopeOf(client, actor);
  const own = scope.kind === 'all' || (scope.kind === 'agent' && scope.agentId === agentId);
  if (!own) throw new DomainError('NOT_FOUND', 'There is no such agent.');
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days <= 0 || days > MOST_DAYS) {
    const message = `must be after \`from\`, by ${MOST_DAYS} days at most`;
    throw new DomainError('INPUT_INVALID', `The input is not valid: to: ${message}.`, {
      fields: [{ field: 'to', message }],
    });
  }
  const period = { agentId, timestamp: { gte: new Date(from), lt: new Date(to) } };
  const found = await readPage(
    client,
    { resource: 'track', page: { limit, cursor, order }, filters: { agentId, from, to } },
    ({ where, orderBy, take }) =>
      client.locationTracking.findMany({ where: { AND: [period, where] }, orderBy, take }),
  );
  const number = (value: { toNumber(): number } | null) => value?.toNumber() ?? null;
  return {
    page: found.page,
    data: found.data.map((row) => ({
      id: row.id,
      shiftId: row.shiftId,
      latitude: row.latitude.toNumber(),
      longitude: row.longitude.toNumber(),
      accuracy: number(row.accuracy),
      speed: number(row.speed),
      heading: number(row.heading),
      timestamp: moment(row.timestamp),
    })),
  };
}
