import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';

export const sessionViewSchema = z
  .object({
    id: z.guid().meta({ description: 'Of the login; it stays the same while it is refreshed' }),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    refreshedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'LoginSession' });
export type SessionView = z.output<typeof sessionViewSchema>;

const inputSchema = z.strictObject({ userId: z.guid() });

/** The logins of a user that are not over, the one that was refreshed last first. */
export async function listSessions(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<SessionView[]> {
  const { userId } = parseInput(inputSchema, input);
  const rows = await client.session.findMany({
    where: { userId, revokedAt: null, rotatedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map(({ familyId, ip, userAgent, createdAt, expiresAt }) => ({
    id: familyId,
    ip,
    userAgent,
    refreshedAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}
