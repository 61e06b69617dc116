/** A notification on its way to a recipient, outside of the application. */
export interface OutgoingNotification {
  readonly id: string;
  readonly tenantId: string;
  readonly channel: 'EMAIL' | 'SMS' | 'PUSH';
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly recipient: {
    readonly kind: 'user' | 'portal_user';
    readonly id: string;
    readonly name: string;
    readonly email: string;
  };
  readonly createdAt: Date;
  /** From 1. */
  readonly attempt: number;
}

/** What came of an attempt. `error` holds no secret, no address and nothing of the message. */
export type GatewayResult =
  | { readonly delivered: true }
  | { readonly delivered: false; readonly error: string; readonly retryAfterMs?: number };

/** What carries notifications to mail boxes and phones. It throws for nothing that the world does. */
export interface NotificationGateway {
  send(notification: OutgoingNotification): Promise<GatewayResult>;
}
