import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type GapView, gapChildren, toGap } from './views/gap.ts';

export const getGapInput = z.strictObject({ gapId: idField });

/**
 * A gap with its root causes, the surest first, and what is done against it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getGap(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof getGapInput>,
): Promise<GapView> {
  const { gapId } = parseInput(getGapInput, input);
  const gap = await client.gap.findFirst({
    where: { id: gapId, project: { deletedAt: null } },
    include: gapChildren,
  });
  if (!gap) throw noSuchGap();
  return toGap(gap);
}

/** The refusal of a gap that is not there. */
export function noSuchGap(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such gap.');
}
