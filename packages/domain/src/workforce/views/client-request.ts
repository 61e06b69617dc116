import { z } from 'zod';
import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';
import { prioritySchema } from './shift.ts';

export const clientRequestStatusSchema = z.enum([
  'OPEN',
  'ASSIGNED',
  'IN_PROGRESS',
  'RESOLVED',
  'CLOSED',
  'CANCELLED',
]);
export type ClientRequestStatus = z.output<typeof clientRequestStatusSchema>;

export const clientRequestSchema = z
  .object({
    id: idText,
    clientId: idText,
    siteId: idText.nullable(),
    requestedById: idText,
    assignedToId: idText.nullable(),
    priority: prioritySchema,
    status: clientRequestStatusSchema,
    title: z.string(),
    description: z.string(),
    resolution: z.string().nullable(),
    createdAt: momentText,
    assignedAt: momentText.nullable(),
    resolvedAt: momentText.nullable(),
  })
  .meta({ id: 'ClientRequest' });
export type ClientRequestView = z.output<typeof clientRequestSchema>;

interface ClientRequestRow {
  readonly id: string;
  readonly clientId: string;
  readonly siteId: string | null;
  readonly requestedById: string;
  readonly assignedToId: string | null;
  readonly priority: z.output<typeof prioritySchema>;
  readonly status: ClientRequestStatus;
  readonly title: string;
  readonly description: string;
  readonly resolution: string | null;
  readonly createdAt: Date;
  readonly assignedAt: Date | null;
  readonly resolvedAt: Date | null;
}

export function toClientRequest(row: ClientRequestRow): ClientRequestView {
  return {
    id: row.id,
    clientId: row.clientId,
    siteId: row.siteId,
    requestedById: row.requestedById,
    assignedToId: row.assignedToId,
    priority: row.priority,
    status: row.status,
    title: row.title,
    description: row.description,
    resolution: row.resolution,
    createdAt: moment(row.createdAt),
    assignedAt: momentOrNull(row.assignedAt),
    resolvedAt: momentOrNull(row.resolvedAt),
  };
}
