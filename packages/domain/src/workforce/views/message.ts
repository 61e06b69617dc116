import { z } from 'zod';
import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';
import { prioritySchema } from './shift.ts';

export const messageTypeSchema = z.enum(['TEXT', 'IMAGE', 'VIDEO', 'LOCATION', 'FILE']);
export const workforceRoleSchema = z.enum(['ADMIN', 'SUPERVISOR', 'AGENT', 'CLIENT']);
export type WorkforceRole = z.output<typeof workforceRoleSchema>;

export const messageSchema = z
  .object({
    id: idText,
    senderId: idText,
    recipientId: idText.nullable(),
    recipientRole: workforceRoleSchema.nullable().describe('For everybody of a role'),
    messageType: messageTypeSchema,
    priority: prioritySchema,
    body: z.string(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    mediaFileId: idText.nullable(),
    sentAt: momentText,
    readAt: momentText.nullable(),
  })
  .meta({ id: 'Message' });
export type MessageView = z.output<typeof messageSchema>;

interface MessageRow {
  readonly id: string;
  readonly senderId: string;
  readonly recipientId: string | null;
  readonly recipientRole: WorkforceRole | null;
  readonly messageType: z.output<typeof messageTypeSchema>;
  readonly priority: z.output<typeof prioritySchema>;
  readonly body: string;
  readonly latitude: { toNumber(): number } | null;
  readonly longitude: { toNumber(): number } | null;
  readonly mediaFileId: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

export function toMessage(row: MessageRow): MessageView {
  return {
    id: row.id,
    senderId: row.senderId,
    recipientId: row.recipientId,
    recipientRole: row.recipientRole,
    messageType: row.messageType,
    priority: row.priority,
    body: row.body,
    latitude: row.latitude?.toNumber() ?? null,
    longitude: row.longitude?.toNumber() ?? null,
    mediaFileId: row.mediaFileId,
    sentAt: moment(row.createdAt),
    readAt: momentOrNull(row.readAt),
  };
}
