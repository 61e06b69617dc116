import { z } from 'zod';

import { idField } from '../../shared/input-fields.ts';
import { positionSchema } from '../input-fields.ts';

/** What shows that an agent is at the site, by method. */
export const proofSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('GPS'), position: positionSchema }),
  z.strictObject({ method: z.literal('QR_CODE'), code: z.string().min(1).max(100) }),
  z.strictObject({ method: z.literal('NFC'), tagId: z.string().min(1).max(100) }),
  z.strictObject({
    method: z.literal('MANUAL'),
    agentId: idField.describe('Whom a supervisor clocks in or out'),
    note: z.string().min(1).max(1000).describe('Why'),
  }),
]);
export type Proof = z.output<typeof proofSchema>;
