/** A module of a service that exports what its functions infer, and never names the tenant. */
export const CONSUMER_PROGRAM = `
import { createDb, type TenantClient, type TenantTransaction } from '@org/db';

export const db = createDb({ url: 'postgresql://localhost/app' });
export const clientOf = (tenantId: string) => db.forTenant({ tenantId });
const client = clientOf('');

export const byId = (id: string) => client.order.findUnique({ where: { id } });
export const byNumber = (number: string) => client.order.findUniqueOrThrow({ where: { number } });
export const byKey = (skuId: string) =>
  client.inventory.findUnique({ where: { tenantId_skuId_location: { skuId, location: 'MAIN' } } });
export const withLines = (id: string) =>
  client.order.findUnique({ where: { id }, include: { lines: { include: { sku: true } }, customer: true } });
export const page = (id: string) =>
  client.product.findMany({ cursor: { id }, select: { id: true, skus: { select: { code: true } } }, take: 20 });
export const change = (id: string) => client.product.update({ where: { id }, data: { name: 'x' } });
export const remove = (id: string) => client.product.delete({ where: { id } });
export const put = (id: string) =>
  client.supplier.upsert({ where: { id }, create: { code: 'A', name: 'A' }, update: { name: 'A' } });
export const connected = (id: string) =>
  client.product.create({ data: { code: 'P', name: 'P', supplier: { connect: { id } } } });
export const summed = () => client.sku.aggregate({ _sum: { bottleSizeMl: true } });
export const grouped = () => client.product.groupBy({ by: ['status'], _count: true });
export const raw = () => client.$queryRaw<{ one: number }[]>\`SELECT 1 AS one\`;
export const inTransaction = () =>
  client.$transaction(async (tx) => ({ order: await tx.order.findFirst(), lines: await tx.orderLine.findMany() }));
export const inBatch = () => client.$transaction([client.product.findMany(), client.product.count()]);
export const asAdmin = () => db.asAdmin({ actor: 'a', reason: 'b' }, (admin) => admin.tenant.findMany());
export const work = async (tx: TenantTransaction) => await tx.product.findMany({ select: { name: true } });
export class Orders {
  readonly #client: TenantClient;
  constructor(client: TenantClient) {
    this.#client = client;
  }
  list() {
    return this.#client.order.findMany({ include: { lines: true } });
  }
}

// What the types promise.
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;
holds<Equal<Awaited<ReturnType<typeof page>>, { id: string; skus: { code: string }[] }[]>>();
holds<Equal<Awaited<ReturnType<typeof inBatch>>[1], number>>();
const product = await client.product.findUnique({ where: { id: '' }, select: { name: true } });
holds<Equal<typeof product, { name: string } | null>>();

// @ts-expect-error a key takes a value, not a filter
client.order.findUnique({ where: { id: { in: [''] } } });
// @ts-expect-error a field that is no key
client.order.findUnique({ where: { customerId: '' } });
// @ts-expect-error no field of the model
client.order.findUnique({ where: { id: '' }, select: { unknown: true } });
// @ts-expect-error connections are the Db's
client.$disconnect();
`;
