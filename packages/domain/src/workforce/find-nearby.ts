import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idText, moment, momentText } from '../shared/view-fields.ts';
import { latitudeField, longitudeField } from './input-fields.ts';

export const nearbyFields = {
  latitude: latitudeField,
  longitude: longitudeField,
  radius: z.number().min(1).max(100_000).default(5_000).describe('Metres'),
  limit: z.int().min(1).max(500).default(100).describe('Of sites and of agents each'),
};

export const findNearbyInput = z.strictObject(nearbyFields);

const distanceField = z.number().describe('Metres');

export const nearbySchema = z
  .object({
    sites: z.array(
      z.object({
        id: idText,
        code: z.string(),
        name: z.string(),
        latitude: z.number(),
        longitude: z.number(),
        distance: distanceField,
      }),
    ),
    agents: z.array(
      z.object({
        id: idText,
        employeeNumber: z.string(),
        name: z.string(),
        latitude: z.number(),
        longitude: z.number(),
        distance: distanceField,
        seenAt: momentText,
      }),
    ),
  })
  .meta({ id: 'Nearby' });
export type NearbyView = z.output<typeof nearbySchema>;

/**
 * The sites, and the agents by where they were seen last, within a distance of a place, nearest first. Two spatial
 * indexes find them; the distance is that of a great circle (see `distanceBetween`).
 */
export async function findNearby(
  client: TenantClient,
  input: z.input<typeof findNearbyInput>,
): Promise<NearbyView> {
  const { latitude, longitude, radius, limit } = parseInput(findNearbyInput, input);
  const sites = await client.$queryRaw<NearbyView['sites']>`
    SELECT s.id::text, s.code, s.name, s.latitude::double precision, s.longitude::double precision,
      round(near.distance::numeric, 1)::double precision AS distance
    FROM workforce.sites_near(${latitude}::double precision, ${longitude}::double precision, ${radius}::double precision) AS near
    JOIN workforce.sites AS s ON s.id = near.id
    ORDER BY near.distance, s.id LIMIT ${limit}`;
  const agents = await client.$queryRaw<(Omit<NearbyView['agents'][number], 'seenAt'> & { seenAt: Date })[]>`
    SELECT a.id::text, a.employee_number AS "employeeNumber", a.first_name || ' ' || a.last_name AS name,
      p.latitude::double precision, p.longitude::double precision,
      round(near.distance::numeric, 1)::double precision AS distance, p.seen_at AS "seenAt"
    FROM workforce.agents_near(${latitude}::double precision, ${longitude}::double precision, ${radius}::double precision) AS near
    JOIN workforce.agents AS a ON a.id = near.id
    JOIN workforce.agent_positions AS p ON p.agent_id = a.id
    WHERE a.employment_status <> 'TERMINATED'
    ORDER BY near.distance, a.id LIMIT ${limit}`;
  return { sites, agents: agents.map((agent) => ({ ...agent, seenAt: moment(agent.seenAt) })) };
}
