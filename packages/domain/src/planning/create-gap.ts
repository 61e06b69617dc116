import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { getGap } from './get-gap.ts';
import { requireProject } from './lock-project.ts';
import { type GapView, gapSeveritySchema, gapTypeSchema } from './views/gap.ts';

/** A root cause, as a request says it. */
const rootCauseField = z.strictObject({
  description: z.string().trim().min(1).max(500),
  evidence: z.string().trim().min(1).max(2000),
  confidence: z.number().min(0).max(1),
});

export const createGapInput = z.strictObject({
  projectId: idField,
  type: gapTypeSchema,
  severity: gapSeveritySchema,
  title: z.string().trim().min(1).max(200),
  impact: z.string().trim().max(2000).default(''),
  currentState: z.string().trim().min(1).max(1000),
  targetState: z.string().trim().min(1).max(1000),
  rootCauses: z.array(rootCauseField).max(20).default([]),
});

/**
 * Writes down a gap that a person has seen, with its root causes.
 *
 * @throws DomainError NOT_FOUND for the project
 */
export async function createGap(
  client: TenantClient,
  input: z.input<typeof createGapInput>,
): Promise<GapView> {
  const { rootCauses, ...data } = parseInput(createGapInput, input);
  return inTransaction(client, async (tx) => {
    await requireProject(tx, data.projectId);
    const { id: gapId } = await tx.gap.create({ data, select: { id: true } });
    for (const { confidence, ...cause } of rootCauses) {
      await tx.gapRootCause.create({ data: { ...cause, gapId, confidence: confidence.toFixed(3) } });
    }
    return getGap(tx, { gapId });
  });
}
