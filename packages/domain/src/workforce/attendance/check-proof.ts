import type { TenantTransaction } from '@org/db';

import { recordScan } from '../record-scan.ts';
import type { Proof } from './proof.ts';

interface Presence {
  readonly agentId: string;
  readonly shiftId: string;
  readonly siteId: string;
  readonly nfcTagId: string | null;
}

/**
 * Checks a code or a tag against the site. A scan is on record whatever comes of it. A position is not judged here: who
 * is outside is clocked in all the same, and reported.
 *
 * @returns what is wrong with the proof, or nothing
 */
export async function checkProof(
  tx: TenantTransaction,
  proof: Proof,
  { agentId, shiftId, siteId, nfcTagId }: Presence,
): Promise<string | undefined> {
  if (proof.method === 'QR_CODE') {
    const { result } = await recordScan(tx, { code: proof.code, agentId, shiftId, siteId });
    return result === 'VALID' ? undefined : `The QR code is not good here: ${result}.`;
  }
  if (proof.method === 'NFC' && proof.tagId !== nfcTagId) return 'The NFC tag is not that of the site.';
  return undefined;
}
