import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { type AgentView, toAgent, withCertifications } from './agent-view.ts';

const inputSchema = z.strictObject({ agentId: idField });

/**
 * An agent with his certifications.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getAgent(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof inputSchema>,
): Promise<AgentView> {
  const { agentId } = parseInput(inputSchema, input);
  const row = await client.agent.findFirst({ where: { id: agentId }, include: withCertifications });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such agent.');
  return toAgent(row);
}
