import { EXPIRED_QR_CODE, SITES } from '../demo/bahinlink/sites.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import type { Guards } from './seed-guards.ts';
import { dayAgo } from './seed-projects.ts';

const HOUR = 3_600_000;

/** Writes the QR codes that are missing, each with the scans of two rounds; the one that has expired with one. */
export async function seedQrCodes(tx: SeedTransaction, guards: Guards): Promise<StepCount> {
  const { tenantId, supervisorId } = guards;
  const codes = [
    ...SITES.map(({ qrCode, name }, site) => ({
      code: qrCode,
      label: `${name}, entrance`,
      site,
      expired: false,
    })),
    {
      code: EXPIRED_QR_CODE,
      label: 'Elizabeth Container Yard, old gate',
      site: SITES.length - 1,
      expired: true,
    },
  ];
  let created = 0;
  for (const [index, { code, label, site, expired }] of codes.entries()) {
    const siteId = guards.sites[site];
    const agentId = guards.agents[index];
    const taken = await tx.qrCode.count({ where: { tenantId, code } });
    if (siteId === undefined || agentId === undefined || taken > 0) continue;
    const expiresAt = expired ? dayAgo(30) : null;
    const { id: qrCodeId } = await tx.qrCode.create({
      data: { tenantId, siteId, createdById: supervisorId, label, code, expiresAt },
      select: { id: true },
    });
    const rounds = expired ? [23] : [14, 18];
    await tx.qrCodeScan.createMany({
      data: rounds.map((hour) => ({
        tenantId,
        qrCodeId,
        agentId,
        result: expired ? ('EXPIRED' as const) : ('VALID' as const),
        scannedAt: new Date(Number(dayAgo(4)) + hour * HOUR),
      })),
    });
    created += 1;
  }
  return { created, unchanged: codes.length - created };
}
