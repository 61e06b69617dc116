import type { Db, TenantClient, TenantContext } from '../../src/index.ts';
import type { Group } from '../ledger.ts';

/** One caller's next operation. */
export interface Turn {
  readonly db: Db;
  readonly context: TenantContext;
  readonly client: TenantClient;
  readonly random: () => number;
  /** What all codes of the tenant begin with. */
  readonly prefix: string;
  /** Notes so many rows as about to be written, and gives their codes. */
  readonly open: (size: number) => { readonly group: Group; readonly codes: readonly string[] };
}

/** A row that the tenant should not have seen. */
export class ForeignRow extends Error {}
/** Thrown to undo a transaction. */
export class Undo extends Error {}

interface Row {
  readonly tenantId: string;
  readonly code?: string;
}

/** Runs against the database; tells how many queries were answered. */
type Run = (turn: Turn) => Promise<number>;

export interface StormOperation {
  readonly name: string;
  /** How often, relative to the others. */
  readonly weight: number;
  readonly run: Run;
}

/** @throws ForeignRow for a row that is not the tenant's */
export function own({ context, prefix }: Turn, rows: readonly Row[]): void {
  for (const { tenantId, code } of rows) {
    if (tenantId !== context.tenantId || (code !== undefined && !code.startsWith(prefix))) {
      throw new ForeignRow(`${context.tenantId} saw a row of ${tenantId}: ${code}`);
    }
  }
}

/** What a row needs; a product takes the same. */
export const supplier = (code: string, name = 'Storm') => ({ code, name });

/** Writes a group; what it resolves to, the fate of the group is. */
export async function write(
  turn: Turn,
  size: number,
  run: (codes: readonly string[], group: Group) => Promise<void>,
): Promise<void> {
  const { group, codes } = turn.open(size);
  await run(codes, group);
  if (group.fate === 'unknown') group.fate = 'kept';
}

/** Runs what undoes its group: the Undo is caught, and nothing of it may be there. */
export async function undo(group: Group, run: () => Promise<unknown>): Promise<void> {
  group.fate = 'undone';
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
}
