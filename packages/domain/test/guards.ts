import { randomUUID } from 'node:crypto';
import type { TenantClient } from '@org/db';
import { ROLES, type RoleDefinition } from '@org/db/seeds';
import type { WorkforceActor } from '../src/index.ts';
import { createTenantFixture, type TenantFixture } from './tenants.ts';

export const SITE = { latitude: 40.7128, longitude: -74.006 };
const HOUR = 3_600_000;

/** A place some metres north of the site. */
export const northOfSite = (metres: number) => ({ ...SITE, latitude: SITE.latitude + metres / 111_195.08 });

type RoleName = 'SUPERVISOR' | 'AGENT' | 'CLIENT';

/** A tenant that guards: a supervisor, a client with a site of 100 m around, and as many agents as wanted. */
export interface Guards {
  readonly fixture: TenantFixture;
  readonly client: TenantClient;
  readonly supervisor: WorkforceActor;
  readonly owner: { readonly actor: WorkforceActor; readonly clientId: string };
  readonly siteId: string;
  addUser(role: RoleName): Promise<WorkforceActor>;
  addAgent(data?: object): Promise<Guard>;
  addSite(data?: object): Promise<string>;
  /** A shift that begins in some hours, perhaps an agent's. */
  addShift(options?: ShiftOptions): Promise<string>;
  close(): Promise<void>;
}

export interface Guard {
  readonly agentId: string;
  readonly userId: string;
  readonly actor: WorkforceActor;
}

interface ShiftOptions {
  readonly inHours?: number;
  readonly hours?: number;
  readonly agentId?: string;
  readonly siteId?: string;
  readonly data?: object;
}

let count = 0;

export async function createGuards(): Promise<Guards> {
  const fixture = await createTenantFixture();
  const { client } = fixture;
  const roleIds = await fixture.db.asAdmin({ actor: 'test', reason: 'make roles' }, async (admin) => {
    const entries: [string, string][] = [];
    for (const name of ['SUPERVISOR', 'AGENT', 'CLIENT']) {
      const data = { system: 'workforce' as const, name, description: name };
      entries.push([name, (await admin.role.create({ data, select: { id: true } })).id]);
    }
    return Object.fromEntries(entries);
  });
  const addUser = async (role: RoleName): Promise<WorkforceActor> => {
    count += 1;
    const name = `${role} ${count}`;
    const { id: userId } = await client.user.create({
      data: { name, email: `user-${count}@example.com`, passwordHash: 'x', status: 'ACTIVE' },
      select: { id: true },
    });
    await client.userRole.create({ data: { userId, roleId: roleIds[role] ?? '' }, select: { id: true } });
    const isRole = (one: RoleDefinition) => one.system === 'workforce' && one.name === role;
    return { userId, permissions: ROLES.find(isRole)?.permissions ?? [] };
  };
  const supervisor = await addUser('SUPERVISOR');
  const login = await addUser('CLIENT');
  const { id: clientId } = await client.client.create({
    data: { code: 'C-1', name: 'Client', userId: login.userId },
    select: { id: true },
  });
  const addSite = async (data: object = {}) => {
    count += 1;
    const site = { clientId, code: `S-${count}`, name: `Site ${count}`, ...SITE, ...data };
    return (await client.site.create({ data: site, select: { id: true } })).id;
  };
  const siteId = await addSite();
  return {
    fixture,
    client,
    supervisor,
    owner: { actor: login, clientId },
    siteId,
    addUser,
    addSite,
    async addAgent(data = {}) {
      const actor = await addUser('AGENT');
      const { id } = await client.agent.create({
        data: {
          userId: actor.userId,
          employeeNumber: `E-${String(count).padStart(4, '0')}`,
          firstName: 'Agent',
          lastName: String(count),
          hireDate: new Date('2020-01-01'),
          homeLatitude: SITE.latitude,
          homeLongitude: SITE.longitude,
          ...data,
        },
        select: { id: true },
      });
      return { agentId: id, userId: actor.userId, actor };
    },
    async addShift({ inHours = 0.5, hours = 8, agentId, siteId: at = siteId, data = {} } = {}) {
      const startTime = new Date(Date.now() + inHours * HOUR);
      const endTime = new Date(Number(startTime) + hours * HOUR);
      const shift = { siteId: at, agentId: agentId ?? null, startTime, endTime, ...data };
      return (await client.shift.create({ data: shift, select: { id: true } })).id;
    },
    close: () => fixture.close(),
  };
}

/** Positions as a device makes them, a second apart, ending now. */
export function track(places: readonly { latitude: number; longitude: number }[]) {
  return places.map((place, index) => ({
    ...place,
    id: randomUUID(),
    timestamp: new Date(Date.now() - (places.length - 1 - index) * 1000).toISOString(),
    accuracy: 5,
  }));
}
