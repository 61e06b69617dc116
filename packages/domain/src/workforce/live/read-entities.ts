import type { TenantTransaction } from '@org/db';

import { reportFilter } from '../get-report.ts';
import type { Scope } from '../scope.ts';
import { siteAndAgentFilter } from '../scope.ts';
import { toAttendance, withValidations } from '../views/attendance.ts';
import { toClientRequest } from '../views/client-request.ts';
import { toMessage, type WorkforceRole } from '../views/message.ts';
import { toReportSummary } from '../views/report.ts';
import { toShift } from '../views/shift.ts';
import { toSite } from '../views/site.ts';
import { toTimeOff } from '../views/time-off.ts';
import { toViolation } from '../views/violation.ts';

/** Entities whose changes can be followed. */
export const LIVE_ENTITIES = [
  'Agent',
  'AgentPosition',
  'Attendance',
  'ClientRequest',
  'GeofenceViolation',
  'Message',
  'Report',
  'Shift',
  'Site',
  'TimeOffRequest',
] as const;
export type LiveEntity = (typeof LIVE_ENTITIES)[number];

/** Whose eyes the rows are read with. */
export interface Viewer {
  readonly scope: Scope;
  readonly roles: readonly WorkforceRole[];
}

type Read = (client: TenantTransaction, ids: string[], viewer: Viewer) => Promise<{ readonly id: string }[]>;

const nothing = async () => [];
/** Reads by site and agent, as the lists do. */
const visibleBySite = (
  read: (client: TenantTransaction, where: object) => Promise<{ readonly id: string }[]>,
): Read => {
  return (client, ids, { scope }) => {
    const visible = siteAndAgentFilter(scope);
    return visible === null ? nothing() : read(client, { AND: [{ id: { in: ids } }, visible] });
  };
};

/** The rows of each entity as they are now, as far as the viewer may see them. */
export const READERS: Readonly<Record<LiveEntity, Read>> = {
  Agent: async (client, ids, { scope }) => {
    if (scope.kind !== 'all' && scope.kind !== 'agent') return [];
    const own = scope.kind === 'agent' ? ids.filter((id) => id === scope.agentId) : ids;
    const rows = await client.agent.findMany({ where: { id: { in: own } } });
    return rows.map(({ id, employeeNumber, firstName, lastName, employmentStatus }) => ({
      id,
      employeeNumber,
      firstName,
      lastName,
      employmentStatus,
    }));
  },
  AgentPosition: async (client, ids, { scope }) => {
    if (scope.kind !== 'all' && scope.kind !== 'agent') return [];
    const own = scope.kind === 'agent' ? ids.filter((id) => id === scope.agentId) : ids;
    const rows = await client.agentPosition.findMany({ where: { agentId: { in: own } } });
    return rows.map((row) => ({
      id: row.agentId,
      latitude: row.latitude.toNumber(),
      longitude: row.longitude.toNumber(),
      accuracy: row.accuracy?.toNumber() ?? null,
      seenAt: row.seenAt.toISOString(),
    }));
  },
  Attendance: visibleBySite(async (client, where) =>
    (await client.attendance.findMany({ where, include: withValidations })).map(toAttendance),
  ),
  ClientRequest: async (client, ids, { scope }) => {
    const visible =
      scope.kind === 'all'
        ? {}
        : scope.kind === 'client'
          ? { clientId: scope.clientId }
          : { assignedToId: scope.userId };
    const rows = await client.clientRequest.findMany({ where: { AND: [{ id: { in: ids } }, visible] } });
    return rows.map(toClientRequest);
  },
  GeofenceViolation: visibleBySite(async (client, where) =>
    (await client.geofenceViolation.findMany({ where })).map(toViolation),
  ),
  Message: async (client, ids, { scope, roles }) => {
    const { userId } = scope;
    const visible = {
      OR: [{ senderId: userId }, { recipientId: userId }, { recipientRole: { in: [...roles] } }],
    };
    return (await client.message.findMany({ where: { AND: [{ id: { in: ids } }, visible] } })).map(toMessage);
  },
  Report: async (client, ids, { scope }) => {
    const visible = reportFilter(scope);
    if (visible === null) return [];
    return (await client.report.findMany({ where: { AND: [{ id: { in: ids } }, visible] } })).map(
      toReportSummary,
    );
  },
  Shift: visibleBySite(async (client, where) => (await client.shift.findMany({ where })).map(toShift)),
  Site: async (client, ids, { scope }) => {
    if (scope.kind === 'none') return [];
    const visible = scope.kind === 'client' ? { clientId: scope.clientId } : {};
    return (await client.site.findMany({ where: { AND: [{ id: { in: ids } }, visible] } })).map(toSite);
  },
  TimeOffRequest: async (client, ids, { scope }) => {
    if (scope.kind !== 'all' && scope.kind !== 'agent') return [];
    const visible = scope.kind === 'agent' ? { agentId: scope.agentId } : {};
    return (await client.timeOffRequest.findMany({ where: { AND: [{ id: { in: ids } }, visible] } })).map(
      toTimeOff,
    );
  },
};
