/** The ways to come by a client, by the name of the peer. */
export const HEADS: Readonly<Record<'ours' | 'plain', string>> = {
  ours: `import { createDb } from '@org/db';
const db = createDb({ url: 'postgresql://localhost/app' });
const client = db.forTenant({ tenantId: '' });
`,
  plain: `import type { PrismaClient } from 'PLAIN_CLIENT';
declare const client: PrismaClient;
`,
};

/** What a service does with either. It compiles with both, so it names the tenant in its keys. */
export const BODY = `
const key = { tenantId: '', id: '' };

export async function reads() {
  const product = await client.product.findUnique({ where: { tenantId_id: key } });
  const first = await client.product.findFirstOrThrow({ where: { code: 'A' }, select: { id: true, name: true } });
  const many = await client.product.findMany({
    where: { name: { contains: 'a' }, skus: { some: { code: { in: ['a', 'b'] } } } },
    include: { skus: { include: { product: true }, take: 3 }, supplier: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  const orders = await client.order.findMany({
    where: { customer: { is: { name: 'x' } } },
    select: { id: true, lines: { select: { id: true, sku: { select: { code: true } } } }, customer: true },
  });
  const count = await client.order.count({ where: { id: '' } });
  const groups = await client.product.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } });
  const sum = await client.sku.aggregate({ _sum: { bottleSizeMl: true }, _max: { unitsPerCase: true } });
  const users = await client.user.findMany({ where: { email: 'a@example.com' }, omit: { passwordHash: true } });
  return {
    names: [product?.name, first.name, ...many.map(({ supplier }) => supplier?.name)],
    codes: many.flatMap(({ skus }) => skus.map((sku) => sku.product.code)),
    lines: orders.flatMap(({ lines }) => lines.map((line) => line.sku.code)),
    counts: [count, groups[0]?._count, sum._sum.bottleSizeMl],
    emails: users.map(({ email }) => email),
  };
}

export async function writes() {
  const supplier = await client.supplier.create({ data: { code: 'S', name: 'North Slope' } });
  const product = await client.product.create({
    data: { code: 'P', name: 'Wine', supplier: { connect: { tenantId_id: key } }, skus: { create: [{ code: 'K', name: '750' }] } },
    include: { skus: true },
  });
  const updated = await client.product.update({ where: { tenantId_id: key }, data: { name: 'Better wine' } });
  const upserted = await client.supplier.upsert({
    where: { tenantId_id: key },
    create: { code: 'S', name: 'South' },
    update: { name: 'South' },
  });
  const { count } = await client.product.updateMany({ where: { status: 'ACTIVE' }, data: { region: 'Loire' } });
  await client.sku.deleteMany({ where: { productId: product.id } });
  return [supplier.id, product.skus[0]?.code, updated.name, upserted.code, count];
}

export async function transaction() {
  return await client.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ one: number }[]>\`SELECT 1 AS one\`;
    const product = await tx.product.findFirst({ where: { id: '' }, include: { tenant: true } });
    await tx.product.update({ where: { tenantId_id: key }, data: { vintage: rows[0]?.one ?? null } });
    return product?.tenant.name;
  });
}

export async function batch() {
  const [products, total] = await client.$transaction([client.product.findMany({ take: 5 }), client.product.count()]);
  return { names: products.map(({ name }) => name), total };
}
`;
