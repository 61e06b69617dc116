import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';

const inputSchema = z.strictObject({ mediaFileId: z.guid() });

/**
 * Forgets a stored file; deleting its content is the storage's business.
 *
 * @throws DomainError NOT_FOUND
 */
export async function forgetMediaFile(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { mediaFileId: id } = parseInput(inputSchema, input);
  const { count } = await client.mediaFile.deleteMany({ where: { id } });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such file.');
}
