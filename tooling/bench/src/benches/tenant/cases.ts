import type { TenantClient } from '@org/db';
import type { Row } from './data.ts';

/** What the Prisma clients have in common: the calls are the same, the isolation is not. */
export type Client = Pick<TenantClient, 'product' | '$queryRaw'>;
export interface Transactional extends Client {
  $transaction<T>(work: (tx: Client) => Promise<T>): Promise<T>;
}

/** The work of a case that needs no transaction of its own. */
export type Work = (client: Client, row: Row, call: number) => Promise<unknown>;

/** Which of the promises a case is about; a `request` is not a single read. */
export type Kind = 'read' | 'write' | 'transaction' | 'request';

export const CASES: Readonly<Record<string, { readonly kind: Kind; readonly work: Work }>> = {
  'find one': { kind: 'read', work: (client, row) => client.product.findFirst({ where: row }) },
  'find unique': {
    kind: 'read',
    work: (client, row) => client.product.findUnique({ where: { tenantId_id: row } }),
  },
  'find 20': {
    kind: 'read',
    work: (client, { tenantId }) =>
      client.product.findMany({ where: { tenantId }, orderBy: { createdAt: 'desc' }, take: 20 }),
  },
  'raw read': {
    kind: 'read',
    work: (client, { tenantId, id }) =>
      client.$queryRaw`SELECT * FROM commerce.products WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`,
  },
  // One request that looks up several rows of its tenant: Prisma merges the look-ups of a tick.
  'ten look-ups at once': {
    kind: 'request',
    work: (client, { tenantId, id }) =>
      Promise.all(
        TEN.map((n) =>
          client.product.findUnique({
            where: { tenantId_id: { tenantId, id: n === 0 ? id : other(id, n) } },
          }),
        ),
      ),
  },
  update: {
    kind: 'write',
    work: (client, row, call) =>
      client.product.update({ where: { tenantId_id: row }, data: { vintage: 1950 + (call % 70) } }),
  },
  create: {
    kind: 'write',
    work: (client, { tenantId }) =>
      client.product.create({ data: { tenantId, code: newCode(), name: 'A new product' } }),
  },
  'interactive transaction': {
    kind: 'transaction',
    work: async (client, row, call) => {
      await client.product.findFirst({ where: row });
      await client.product.update({ where: { tenantId_id: row }, data: { vintage: 1950 + (call % 70) } });
    },
  },
};

/** What the case is to do; throws for a case that there is not. */
export function workOf(name: string): Work {
  const found = CASES[name];
  if (!found) throw new Error(`There is no case "${name}".`);
  return found.work;
}

let created = 0;

/** A code that no peer has used yet: it is unique within a tenant. */
export function newCode(): string {
  created += 1;
  return `new-${created}`;
}

const TEN = Array.from({ length: 10 }, (_, n) => n);

/** An id that differs in its last digit: look-ups that find nothing are merged like others. */
function other(id: string, n: number): string {
  const last = Number.parseInt(id.at(-1) ?? '0', 16);
  return id.slice(0, -1) + ((last + n) % 16).toString(16);
}
