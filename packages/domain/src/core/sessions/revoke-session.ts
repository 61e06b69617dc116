import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { revokeAll } from '../revoke-all.ts';

const inputSchema = z.strictObject({ userId: z.guid(), sessionId: z.guid() });

/**
 * Ends one login of a user: it cannot be refreshed any more. An access token that is out lives to its end, some minutes.
 *
 * @throws DomainError NOT_FOUND
 */
export async function revokeSession(client: TenantClient, input: z.input<typeof inputSchema>): Promise<void> {
  const { userId, sessionId: familyId } = parseInput(inputSchema, input);
  const where = { userId, familyId };
  if (!(await client.session.findFirst({ where, select: { id: true } }))) {
    throw new DomainError('NOT_FOUND', 'There is no such session.');
  }
  await revokeAll(() =>
    client.session.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: new Date() } }),
  );
}
