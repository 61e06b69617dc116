import type { TenantClient, TenantTransaction } from '@org/db';
import { DomainError } from '../../errors.ts';
import type { RecordModel } from './records.ts';

/** A row as Prisma reads it. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };
/** What of a Prisma model the records use; its own types are too narrow to be spoken of in general. */
export interface Table {
  create(query: object): PromiseLike<{ id: string }>;
  findFirst(query: object): PromiseLike<Row | null>;
  findMany(query: object): PromiseLike<Row[]>;
  updateMany(query: object): PromiseLike<{ count: number }>;
  deleteMany(query: object): PromiseLike<{ count: number }>;
}

/** The model of a client. */
export function tableOf(client: TenantClient | TenantTransaction, model: RecordModel): Table {
  return client[model] as unknown as Table;
}

/**
 * Makes sure that a row is the tenant's and not deleted, and keeps it from being deleted meanwhile.
 *
 * @throws DomainError NOT_FOUND
 */
export async function requireRow(
  tx: TenantTransaction,
  model: RecordModel,
  id: string,
  noun: string,
): Promise<void> {
  if (!(await tableOf(tx, model).findFirst({ where: { id, deletedAt: null }, select: { id: true } }))) {
    throw new DomainError('NOT_FOUND', `There is no such ${noun}.`);
  }
}
