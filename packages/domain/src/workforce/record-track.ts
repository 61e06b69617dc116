import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { validatePosition } from './attendance/validate-position.ts';
import { momentField, positionSchema } from './input-fields.ts';
import { geofenceOf } from './places/site-geofence.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';

/** A position of a track. */
const trackPointSchema = positionSchema.extend({
  id: idField.describe('Made by the device: a position that is sent again under it is kept once'),
  timestamp: momentField,
  speed: z.number().min(0).max(9999).optional().describe('Metres per second'),
  heading: z.number().min(0).max(360).optional().describe('Degrees clockwise from north'),
  batteryLevel: z.int().min(0).max(100).optional().describe('Percent'),
});

export const trackRequestSchema = z.strictObject({
  shiftId: idField.optional().describe('The shift that the agent is clocked in to'),
  positions: z.array(trackPointSchema).min(1).max(1000),
});

export const recordTrackInput = trackRequestSchema.extend({ actor: workforceActorSchema });

export const trackReceiptSchema = z
  .object({
    received: z.int(),
    stored: z.int().describe('Those that were not there yet'),
    isInside: z
      .boolean()
      .nullable()
      .describe('Whether the newest is within the geofence of the shift, if there is one'),
  })
  .meta({ id: 'TrackReceipt' });
export type TrackReceipt = z.output<typeof trackReceiptSchema>;

/** How far a device's clock may be ahead, in milliseconds. */
const CLOCK_AHEAD = 5 * 60_000;

/**
 * Keeps a batch of an agent's positions, up to 1,000, in one statement, and where it was seen last. A batch that is sent
 * again adds nothing. During a shift, an agent whose newest position is outside of the geofence has left the site: one
 * violation until it is back.
 *
 * @throws DomainError PERMISSION_MISSING (no agent), NOT_FOUND, INPUT_INVALID
 */
export async function recordTrack(
  client: TenantClient,
  input: z.input<typeof recordTrackInput>,
): Promise<TrackReceipt> {
  const { actor, shiftId, positions } = parseInput(recordTrackInput, input);
  const latest = positions.reduce((a, b) => (Date.parse(b.timestamp) > Date.parse(a.timestamp) ? b : a));
  if (Date.parse(latest.timestamp) > Date.now() + CLOCK_AHEAD) {
    const fields = [
      { field: 'positions', message: 'a position is of the future; set the clock of the device' },
    ];
    throw new DomainError('INPUT_INVALID', 'The input is not valid: a position is of the future.', {
      fields,
    });
  }
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const shift =
      shiftId === undefined
        ? null
        : await tx.shift.findFirst({ where: { id: shiftId, agentId: agent.id }, include: { site: true } });
    if (shiftId !== undefined && !shift) throw new DomainError('NOT_FOUND', 'There is no such shift.');
    const column = <T>(pick: (one: (typeof positions)[number]) => T) => positions.map(pick);
    const stored = await tx.$executeRaw`
      INSERT INTO workforce.location_tracking
        (id, agent_id, shift_id, latitude, longitude, accuracy, speed, heading, battery_level, timestamp)
      SELECT p.id, ${agent.id}::uuid, ${shiftId ?? null}::uuid, p.latitude, p.longitude, p.accuracy, p.speed, p.heading,
        p.battery_level, p.timestamp
      FROM unnest(
        ${column((p) => p.id)}::uuid[], ${column((p) => p.latitude)}::numeric[], ${column((p) => p.longitude)}::numeric[],
        ${column((p) => p.accuracy ?? null)}::numeric[], ${column((p) => p.speed ?? null)}::numeric[],
        ${column((p) => p.heading ?? null)}::numeric[], ${column((p) => p.batteryLevel ?? null)}::integer[],
        ${column((p) => p.timestamp)}::timestamptz[]
      ) AS p (id, latitude, longitude, accuracy, speed, heading, battery_level, timestamp)
      ON CONFLICT DO NOTHING`;
    const moved = await tx.$executeRaw`
      INSERT INTO workforce.agent_positions AS seen (agent_id, latitude, longitude, accuracy, seen_at)
      VALUES (${agent.id}::uuid, ${latest.latitude}::numeric, ${latest.longitude}::numeric,
        ${latest.accuracy ?? null}::numeric, ${latest.timestamp}::timestamptz)
      ON CONFLICT (tenant_id, agent_id) DO UPDATE
      SET latitude = excluded.latitude, longitude = excluded.longitude, accuracy = excluded.accuracy,
        seen_at = excluded.seen_at, updated_at = now()
      WHERE seen.seen_at < excluded.seen_at`;
    if (!shift) return { received: positions.length, stored, isInside: null };

    const attendance = await tx.attendance.findFirst({
      where: { shiftId: shift.id, agentId: agent.id, status: 'CLOCKED_IN' },
      select: {
        id: true,
        validations: { orderBy: { createdAt: 'desc' }, take: 1, select: { isInside: true } },
      },
    });
    // A batch that is older than what is known, or was sent before, says nothing of where the agent is.
    if (!attendance || moved === 0) return { received: positions.length, stored, isInside: null };
    const wasOutside = attendance.validations[0]?.isInside === false;
    const isInside = await validatePosition(tx, {
      agent,
      site: { id: shift.site.id, name: shift.site.name, geofence: geofenceOf(shift.site) },
      shiftId: shift.id,
      attendanceId: attendance.id,
      position: { latitude: latest.latitude, longitude: latest.longitude, accuracy: latest.accuracy },
      violationType: wasOutside ? null : 'LEFT_SITE',
      at: new Date(latest.timestamp),
    });
    return { received: positions.length, stored, isInside };
  });
}
