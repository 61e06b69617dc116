import { deliverNotifications, httpGateway, logGateway, type NotificationGateway } from '@org/domain';
import type { Context } from '../context.ts';

/**
 * Sends a tenant's mail, SMS and push messages that are due through the gateway of the configuration. Without one it does
 * nothing: they wait, or the tenant's own webhook takes them.
 */
export async function runNotifications(context: Context, tenantId: string): Promise<void> {
  const gateway = gatewayOf(context);
  if (!gateway) return;
  const { concurrency, leaseMs, retry } = context.config.webhooks;
  const options = { concurrency, leaseMs, retry };
  const counts = await deliverNotifications(context.db.forTenant({ tenantId }), gateway, options);
  if (counts.dead > 0) context.log.error({ tenantId, ...counts }, 'notifications were given up');
  else if (counts.delivered + counts.failed > 0) context.log.info({ tenantId, ...counts }, 'notifications');
}

function gatewayOf({ config, log }: Context): NotificationGateway | undefined {
  const { notifications, webhooks } = config;
  switch (notifications.gateway) {
    case 'none':
      return undefined;
    case 'log':
      return logGateway((line) => log.info(line, 'notification'));
    case 'http':
      return httpGateway({
        url: notifications.url,
        secret: notifications.secret,
        timeoutMs: webhooks.timeoutMs,
      });
  }
}
