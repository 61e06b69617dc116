import { randomUUID } from 'node:crypto';
import type { TenantClient } from '@org/db';
import type { Api, Login } from './open-api.ts';

/** A row that exists, and the address below which its routes are. */
export interface RowOfOther {
  readonly prefix: string;
  readonly id: string;
  readonly tenant: string;
}

type Finder = (client: TenantClient) => Promise<{ readonly id: string } | null>;

/** Where each resource finds a row of its tenant, by tenant and address. */
const FINDERS: Readonly<Record<string, Readonly<Record<string, Finder>>>> = {
  stratibreak: {
    '/v1/me/sessions': (db) => db.session.findFirst(),
    '/v1/users': (db) => db.user.findFirst(),
    '/v1/api-keys': (db) => db.apiKey.findFirst(),
    '/v1/notifications': (db) => db.notification.findFirst(),
    '/v1/media': (db) => db.mediaFile.findFirst(),
    '/v1/webhooks': (db) => db.webhookSubscription.findFirst(),
    '/v1/webhooks/deliveries': (db) => db.webhookDelivery.findFirst(),
    '/v1/projects': (db) => db.project.findFirst(),
    '/v1/gaps': (db) => db.gap.findFirst(),
    '/v1/integrations': (db) => db.integration.findFirst(),
  },
  'well-crafted': {
    '/v1/products': (db) => db.product.findFirst(),
    '/v1/skus': (db) => db.sku.findFirst(),
    '/v1/inventory': (db) => db.inventory.findFirst(),
    '/v1/customers': (db) => db.customer.findFirst(),
    '/v1/carts': (db) => db.cart.findFirst(),
    '/v1/orders': (db) => db.order.findFirst(),
    '/v1/invoices': (db) => db.invoice.findFirst(),
    '/v1/suppliers': (db) => db.supplier.findFirst(),
    '/v1/prices': (db) => db.priceListEntry.findFirst(),
    '/v1/lists': (db) => db.list.findFirst(),
    '/v1/portal-users': (db) => db.portalUser.findFirst(),
    '/v1/call-plans': (db) => db.callPlan.findFirst(),
    '/v1/tasks': (db) => db.task.findFirst(),
    '/v1/tax-rates': (db) => db.stateTaxRate.findFirst(),
    '/v1/filings': (db) => db.complianceFiling.findFirst(),
  },
  bahinlink: {
    '/v1/agents': (db) => db.agent.findFirst(),
    '/v1/clients': (db) => db.client.findFirst(),
    '/v1/qr-codes': (db) => db.qrCode.findFirst(),
    '/v1/report-templates': (db) => db.reportTemplate.findFirst(),
    '/v1/sites': (db) => db.site.findFirst(),
    '/v1/client-requests': (db) => db.clientRequest.findFirst(),
    '/v1/geofence-violations': (db) => db.geofenceViolation.findFirst(),
    '/v1/messages': (db) => db.message.findFirst(),
    '/v1/reports': (db) => db.report.findFirst(),
    '/v1/shifts': (db) => db.shift.findFirst(),
    '/v1/time-off': (db) => db.timeOffRequest.findFirst(),
    '/v1/tracks': (db) => db.agent.findFirst(),
  },
  'summit-homes': {
    '/v1/construction/customers': (db) => db.constructionCustomer.findFirst(),
    '/v1/construction/contacts': (db) => db.customerContact.findFirst(),
    '/v1/construction/external-ids': (db) => db.customerExternalId.findFirst(),
    '/v1/construction/pricing-tiers': (db) => db.customerPricingTier.findFirst(),
    '/v1/construction/negotiated-prices': (db) => db.customerPricing.findFirst(),
    '/v1/construction/plans': (db) => db.plan.findFirst(),
    '/v1/construction/elevations': (db) => db.planElevation.findFirst(),
    '/v1/construction/options': (db) => db.planOption.findFirst(),
    '/v1/construction/template-items': (db) => db.planTemplateItem.findFirst(),
    '/v1/construction/vendors': (db) => db.vendor.findFirst(),
    '/v1/construction/materials': (db) => db.material.findFirst(),
    '/v1/construction/communities': (db) => db.community.findFirst(),
    '/v1/construction/lots': (db) => db.lot.findFirst(),
    '/v1/construction/jobs': (db) => db.job.findFirst(),
    '/v1/construction/takeoffs': (db) => db.takeoff.findFirst(),
    '/v1/construction/purchase-orders': (db) => db.purchaseOrder.findFirst(),
    '/v1/construction/variance-reviews': (db) => db.varianceReview.findFirst(),
  },
};

const ADMINISTRATORS: Readonly<Record<string, string>> = {
  stratibreak: 'admin@stratibreak.com',
  'well-crafted': 'admin@wellcrafted.com',
  bahinlink: 'admin@bahinlink.com',
  'summit-homes': 'admin@summit-homes.com',
};

/** A row of each resource that has routes for a single one, with the identifiers of the tenants by slug. */
export async function rowsOfOthers(
  api: Api,
): Promise<{ rows: RowOfOther[]; tenants: Readonly<Record<string, string>> }> {
  const rows: RowOfOther[] = [];
  const tenants: Record<string, string> = {};
  for (const [tenant, finders] of Object.entries(FINDERS)) {
    const login = await api.logIn(ADMINISTRATORS[tenant] ?? '', tenant);
    tenants[tenant] = login.user.tenantId;
    const client = api.db.forTenant({ tenantId: login.user.tenantId });
    await addWhatSeedsLack(api, login, client, tenant);
    for (const [prefix, find] of Object.entries(finders)) {
      const row = await find(client);
      if (row === null) throw new Error(`${tenant} has nothing for ${prefix}.`);
      rows.push({ prefix, id: row.id, tenant });
    }
  }
  // The longest address first: `/v1/webhooks/deliveries` is not a webhook.
  return { tenants, rows: rows.sort((a, b) => b.prefix.length - a.prefix.length) };
}

async function addWhatSeedsLack(api: Api, login: Login, client: TenantClient, tenant: string): Promise<void> {
  const add = async (url: string, body: object) => {
    const { statusCode, body: text } = await api.request(login, 'POST', url, body);
    if (statusCode >= 300) throw new Error(`POST ${url}: ${text}`);
  };
  if (tenant === 'stratibreak') {
    await add('/v1/api-keys', { name: 'CI', scopes: ['projects:read'] });
    await add('/v1/webhooks', { url: 'http://127.0.0.1:9/hook' });
    const notice = { userIds: [login.user.id], title: 'Mail', channel: 'EMAIL' };
    await add('/v1/notifications', notice);
    const file = { fileName: 'a.pdf', mimeType: 'application/pdf', size: 1, sha256: 'ab'.repeat(32) };
    await add('/v1/media', { ...file, storageKey: 'a.pdf' });
  }
  if (tenant === 'well-crafted') {
    const customerId = (await client.customer.findFirstOrThrow()).id;
    await add('/v1/carts', { customerId });
    await add('/v1/lists', { name: 'Friday', customerId });
    await add('/v1/suppliers', { code: 'S-1', name: 'North Slope' });
    await add('/v1/call-plans', { customerId, plannedOn: '2026-12-01' });
    await add('/v1/tasks', { title: 'Send samples' });
    await add('/v1/filings', { state: 'CA', periodStart: '2026-10-01', periodEnd: '2026-10-31' });
  }
  if (tenant === 'bahinlink') {
    const { id: clientId } = await client.client.findFirstOrThrow();
    const { id: agentId } = await client.agent.findFirstOrThrow();
    await add('/v1/client-requests', { title: 'More light', clientId });
    await add('/v1/messages', { recipientRole: 'AGENT', body: 'Hello' });
    const days = { startsOn: new Date('2027-01-05'), endsOn: new Date('2027-01-06') };
    await client.timeOffRequest.create({ data: { agentId, timeOffType: 'VACATION', ...days } });
  }
  if (tenant === 'summit-homes') {
    const { id: materialId } = await client.material.findFirstOrThrow();
    const figures = { sampleSize: 3, mean: '0.1', deviation: '0.01', confidence: '0.99' };
    const pattern = { scope: 'MATERIAL', subjectId: materialId, materialId, ...figures } as const;
    const { id: patternId } = await client.variancePattern.create({ data: pattern });
    await client.varianceReview.create({ data: { id: randomUUID(), patternId, ...figures } });
  }
}
