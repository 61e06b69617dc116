import { AGENTS, CLIENTS, SUPERVISOR_EMAIL } from '../demo/bahinlink/people.ts';
import { SITES } from '../demo/bahinlink/sites.ts';
import type { SeedLog } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import { seedGuardReports } from './seed-guard-reports.ts';
import { dayAgo } from './seed-projects.ts';
import { seedQrCodes } from './seed-qr-codes.ts';
import { seedRoster } from './seed-roster.ts';

/** Ids of what a demo of workforce is made of, in the order of its lists; what was deleted since is missing. */
export interface Guards {
  readonly tenantId: string;
  readonly supervisorId: string;
  readonly agents: readonly (string | undefined)[];
  readonly sites: readonly (string | undefined)[];
}

/** Writes what is missing of the security company: clients, sites, agents, then what they did. */
export async function seedGuards(tx: SeedTransaction, log: SeedLog, tenantId: string): Promise<void> {
  const users = await tx.user.findMany({
    where: { tenantId, deletedAt: null },
    select: { id: true, email: true },
  });
  const userIds = new Map(users.map(({ id, email }) => [email, id]));
  const supervisorId = userIds.get(SUPERVISOR_EMAIL);
  if (supervisorId === undefined) return;
  log.step('clients', await seedClients(tx, tenantId, userIds));
  log.step('sites', await seedSites(tx, tenantId));
  log.step('agents', await seedAgents(tx, tenantId, userIds));
  const agents = await tx.agent.findMany({ where: { tenantId }, select: { id: true, employeeNumber: true } });
  const sites = await tx.site.findMany({ where: { tenantId }, select: { id: true, code: true } });
  const guards = {
    tenantId,
    supervisorId,
    agents: AGENTS.map((seed) => agents.find((row) => row.employeeNumber === seed.employeeNumber)?.id),
    sites: SITES.map((seed) => sites.find((row) => row.code === seed.code)?.id),
  };
  log.step('shifts', await seedRoster(tx, guards));
  log.step('reports', await seedGuardReports(tx, guards));
  log.step('QR codes', await seedQrCodes(tx, guards));
}

type UserIds = ReadonlyMap<string, string>;

async function seedClients(tx: SeedTransaction, tenantId: string, userIds: UserIds) {
  let created = 0;
  for (const { code, ...seed } of CLIENTS) {
    if ((await tx.client.count({ where: { tenantId, code } })) > 0) continue;
    const userId = userIds.get(seed.contactEmail) ?? null;
    await tx.client.create({ data: { tenantId, code, userId, ...seed }, select: { id: true } });
    created += 1;
  }
  return { created, unchanged: CLIENTS.length - created };
}

async function seedSites(tx: SeedTransaction, tenantId: string) {
  const clients = await tx.client.findMany({ where: { tenantId }, select: { id: true, code: true } });
  let created = 0;
  for (const {
    clientCode,
    qrCode: _qrCode,
    requiredCertifications: _codes,
    geofencePolygon,
    ...seed
  } of SITES) {
    const clientId = clients.find(({ code }) => code === clientCode)?.id;
    if (clientId === undefined || (await tx.site.count({ where: { tenantId, code: seed.code } })) > 0)
      continue;
    const polygon =
      geofencePolygon === undefined ? {} : { geofencePolygon: geofencePolygon.map((corner) => [...corner]) };
    await tx.site.create({ data: { tenantId, clientId, ...seed, ...polygon }, select: { id: true } });
    created += 1;
  }
  return { created, unchanged: SITES.length - created };
}

async function seedAgents(tx: SeedTransaction, tenantId: string, userIds: UserIds) {
  let created = 0;
  for (const { email, home, certifications, hireDate, ...seed } of AGENTS) {
    const userId = userIds.get(email);
    const taken = await tx.agent.count({ where: { tenantId, employeeNumber: seed.employeeNumber } });
    if (userId === undefined || taken > 0) continue;
    const [homeLatitude, homeLongitude] = home;
    const data = { tenantId, userId, ...seed, hireDate: new Date(hireDate), homeLatitude, homeLongitude };
    const { id: agentId } = await tx.agent.create({ data, select: { id: true } });
    await tx.agentCertification.createMany({
      data: certifications.map(({ code, issuedDaysAgo, expiresInDays }) => ({
        tenantId,
        agentId,
        code,
        issuedOn: dayAgo(issuedDaysAgo),
        expiresOn: expiresInDays === null ? null : dayAgo(-expiresInDays),
      })),
    });
    created += 1;
  }
  return { created, unchanged: AGENTS.length - created };
}
