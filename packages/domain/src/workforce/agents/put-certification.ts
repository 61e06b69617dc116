import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { certificationCodeField } from '../input-fields.ts';
import { lockKey } from '../lock-key.ts';
import type { AgentView } from './agent-view.ts';
import { getAgent } from './get-agent.ts';

const period = {
  issuedOn: z.iso.date(),
  expiresOn: z.iso.date().nullable().default(null).describe('The last day on which it holds'),
};
const isInOrder = ({ issuedOn, expiresOn }: { issuedOn: string; expiresOn: string | null }) =>
  expiresOn === null || expiresOn >= issuedOn;
const otherwise = { path: ['expiresOn'], error: 'must not be before issuedOn' };

export const certificationRequestSchema = z.strictObject(period).refine(isInOrder, otherwise);

const inputSchema = z
  .strictObject({ agentId: idField, code: certificationCodeField, ...period })
  .refine(isInOrder, otherwise);

/**
 * Gives an agent a certification, or renews the one that he has by this code. Shifts that he has keep him.
 *
 * @throws DomainError NOT_FOUND
 */
export async function putCertification(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<AgentView> {
  const { agentId, code, issuedOn, expiresOn } = parseInput(inputSchema, input);
  return inTransaction(client, async (tx) => {
    await getAgent(tx, { agentId });
    await lockKey(tx, 'certification', `${agentId}:${code}`);
    const days = {
      issuedOn: toDateColumn(issuedOn),
      expiresOn: expiresOn === null ? null : toDateColumn(expiresOn),
    };
    const which = { agentId, code };
    const { count } = await tx.agentCertification.updateMany({ where: which, data: days });
    if (count === 0) await tx.agentCertification.create({ data: { ...which, ...days } });
    return getAgent(tx, { agentId });
  });
}
