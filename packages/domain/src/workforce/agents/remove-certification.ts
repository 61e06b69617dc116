import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { certificationCodeField } from '../input-fields.ts';

const inputSchema = z.strictObject({ agentId: idField, code: certificationCodeField });

/**
 * Takes a certification from an agent. Shifts that he has keep him.
 *
 * @throws DomainError NOT_FOUND
 */
export async function removeCertification(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const which = parseInput(inputSchema, input);
  const { count } = await client.agentCertification.deleteMany({ where: which });
  if (count === 0) throw new DomainError('NOT_FOUND', 'The agent has no such certification.');
}
