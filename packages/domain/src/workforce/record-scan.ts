import type { TenantTransaction } from '@org/db';

/** What came of scanning a code. */
export type ScanResult = 'VALID' | 'UNKNOWN' | 'EXPIRED' | 'REVOKED' | 'WRONG_SITE';

interface Scan {
  readonly code: string;
  readonly agentId: string;
  readonly shiftId: string | null;
  /** Where the agent should be; null when that does not matter. */
  readonly siteId: string | null;
}

/** Judges a scanned code, and writes the scan down whatever the result, in the caller's transaction. */
export async function recordScan(
  tx: TenantTransaction,
  { code, agentId, shiftId, siteId }: Scan,
): Promise<{ readonly id: string; readonly result: ScanResult; readonly siteId: string | null }> {
  const found = await tx.qrCode.findFirst({ where: { code } });
  const now = new Date();
  const judge = (): ScanResult => {
    if (!found) return 'UNKNOWN';
    if (found.revokedAt !== null) return 'REVOKED';
    if (found.expiresAt !== null && found.expiresAt <= now) return 'EXPIRED';
    return siteId !== null && found.siteId !== siteId ? 'WRONG_SITE' : 'VALID';
  };
  const result = judge();
  const { id } = await tx.qrCodeScan.create({
    data: { qrCodeId: found?.id ?? null, agentId, shiftId, result, scannedAt: now },
    select: { id: true },
  });
  return { id, result, siteId: found?.siteId ?? null };
}
