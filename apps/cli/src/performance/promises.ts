import type { TenantClient } from '@org/db';
import {
  findNearby,
  listAttendance,
  listAudit,
  listReports,
  listShifts,
  listTrack,
  listUsers,
} from '@org/domain';

/** Somebody of a tenant, and rows to ask for. */
export interface Subject {
  readonly tenantId: string;
  readonly userId: string;
  readonly email: string;
  readonly agentId: string;
  readonly entityId: string;
}

/** What users were promised: so many milliseconds at most for a call. */
export interface Promised {
  readonly name: string;
  readonly promisedMs: number;
  /** One call, for one of many subjects; `call` is its number. */
  readonly run: (client: TenantClient, subject: Subject, call: number) => Promise<unknown>;
}

/** E-mails of users that are made to measure how long that takes; they are deleted afterwards. */
export const MADE = 'performance-';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const actorOf = ({ userId }: Subject) => ({ userId, permissions: ['agents:read', 'sites:read'] });

export const PROMISES: readonly Promised[] = [
  {
    name: 'look-up by e-mail',
    promisedMs: 10,
    run: (client, { email }) => client.user.findFirstOrThrow({ where: { email } }),
  },
  { name: 'page of users', promisedMs: 50, run: (client) => listUsers(client, { limit: 50 }) },
  {
    name: 'create a user',
    promisedMs: 100,
    run: (client, _, call) =>
      client.user.create({
        data: { name: 'Measured', email: `${MADE}${process.pid}-${call}@example.com`, passwordHash: 'none' },
      }),
  },
  {
    name: 'users of a status',
    promisedMs: 30,
    run: (client) => listUsers(client, { status: 'SUSPENDED', limit: 50 }),
  },
  { name: 'audit, latest', promisedMs: 100, run: (client) => listAudit(client, { limit: 100 }) },
  {
    name: 'audit of an actor',
    promisedMs: 100,
    run: (client, { userId }) => listAudit(client, { actorId: userId, limit: 100 }),
  },
  {
    name: 'audit of a row',
    promisedMs: 100,
    run: (client, { entityId }) => listAudit(client, { entity: 'Order', entityId, limit: 100 }),
  },
  {
    name: 'complex search: role, status and text',
    promisedMs: 200,
    run: (client) =>
      listUsers(client, { role: 'workforce:AGENT', status: 'ACTIVE', q: 'm', order: 'name', limit: 50 }),
  },
  {
    name: 'users of a role',
    promisedMs: 100,
    run: (client) => listUsers(client, { role: 'workforce:AGENT', limit: 50 }),
  },
  {
    name: 'shifts of a week',
    promisedMs: 100,
    run: (client, subject, call) => {
      const days = 7 + (call % 40);
      return listShifts(client, { from: ago(days), to: ago(days - 7), actor: actorOf(subject), limit: 100 });
    },
  },
  {
    name: 'attendance, latest',
    promisedMs: 100,
    run: (client, subject) => listAttendance(client, { actor: actorOf(subject), limit: 100 }),
  },
  {
    name: "an agent's track of a day",
    promisedMs: 100,
    run: (client, subject, call) => {
      const days = 1 + (call % 20);
      const { agentId } = subject;
      return listTrack(client, {
        agentId,
        from: ago(days),
        to: ago(days - 1),
        actor: actorOf(subject),
        limit: 100,
      });
    },
  },
  {
    name: 'sites and agents nearby',
    promisedMs: 100,
    run: (client) => findNearby(client, { latitude: 40.7128, longitude: -74.006, radius: 5_000 }),
  },
  {
    name: 'reports, latest',
    promisedMs: 100,
    run: (client, subject) => listReports(client, { actor: actorOf(subject), limit: 100 }),
  },
  {
    name: 'reports that wait for a review',
    promisedMs: 100,
    run: (client, subject) =>
      listReports(client, { status: 'SUBMITTED', actor: actorOf(subject), limit: 100 }),
  },
];
