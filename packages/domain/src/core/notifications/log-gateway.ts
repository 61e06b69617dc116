import type { NotificationGateway } from './notification-gateway.ts';

/** What the log gets to know: no text, no name and no address. */
export interface NotificationLine {
  readonly tenantId: string;
  readonly notificationId: string;
  readonly channel: string;
  readonly type: string;
  readonly recipientId: string;
}

/** A gateway for development: it says that there was something to send, and counts it as delivered. */
export function logGateway(write: (line: NotificationLine) => void): NotificationGateway {
  return {
    async send({ id, tenantId, channel, type, recipient }) {
      write({ tenantId, notificationId: id, channel, type, recipientId: recipient.id });
      return { delivered: true };
    },
  };
}
