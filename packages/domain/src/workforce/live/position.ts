import { DomainError } from '../../errors.ts';

/** How far somebody has followed the changes of a tenant. */
export interface ChangePosition {
  /** All changes of transactions before this one are known. */
  readonly transactionId: bigint;
  /** Of this transaction, the changes up to this one; empty for none. */
  readonly changeId: string;
  /** When it was handed out, in seconds since 1970. */
  readonly issuedAt: number;
}

/** Days for which changes are kept at least, and cursors are good. The job that forgets them keeps one day more. */
export const CHANGE_DAYS = 30;

const FORMAT = /^(\d{1,19})\.([0-9a-f-]{36})?\.(\d{1,12})$/;

/** A position as clients hold it; it says nothing of any row. */
export function formatPosition({ transactionId, changeId, issuedAt }: ChangePosition): string {
  return `${transactionId}.${changeId}.${issuedAt}`;
}

/**
 * @throws DomainError INPUT_INVALID when it is none; CURSOR_EXPIRED when what came after it may be forgotten
 */
export function parsePosition(text: string, now: Date = new Date()): ChangePosition {
  const [, transaction, changeId = '', issued] = FORMAT.exec(text) ?? [];
  if (transaction === undefined || issued === undefined || BigInt(transaction) > 2n ** 63n - 1n) {
    const fields = [{ field: 'cursor', message: 'is not a cursor of this tenant’s changes' }];
    throw new DomainError('INPUT_INVALID', 'The cursor is not valid.', { fields });
  }
  if (Number(issued) < Number(now) / 1000 - CHANGE_DAYS * 86_400) throw new DomainError('CURSOR_EXPIRED');
  return { transactionId: BigInt(transaction), changeId, issuedAt: Number(issued) };
}
