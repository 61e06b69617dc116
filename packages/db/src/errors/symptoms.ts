/** What can be read off an error, whichever layer threw it. */
export interface Symptoms {
  readonly message: string;
  readonly sqlState?: string;
  readonly prismaCode?: string;
  /** The adapter's word for it: raw SQL has the same code of Prisma for all failures. */
  readonly kind?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly fields?: readonly string[];
  readonly validation: boolean;
  readonly socketError: boolean;
  readonly batchRequestIdx?: number;
}

type Bag = Readonly<Record<string, unknown>>;

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const SQL_STATE = /^[0-9A-Z]{5}$/;
const PRISMA_CODE = /^P\d{4}$/;

/**
 * Reads an error of `pg`, of the driver adapter, or of Prisma's client. Nothing is imported from them: several
 * copies of Prisma may be installed, which makes `instanceof` unreliable.
 */
export function inspectError(error: unknown): Symptoms {
  const top = bag(error);
  const cause = driverCause(top);
  const code = text(top.code) ?? text(top.errorCode);
  const message = text(cause.originalMessage) ?? text(cause.message) ?? text(top.message) ?? '';
  const constraint = bag(cause.constraint);
  const sqlState = [cause.originalCode, cause.code, top.severity ? code : undefined]
    .map(text)
    .find((value) => value !== undefined && SQL_STATE.test(value));
  const constraintName =
    text(constraint.index) ?? text(top.constraint) ?? message.match(/constraint "([^"]+)"/)?.[1];
  const fields = constraint.fields;
  const table = text(cause.table) ?? text(top.table);
  const index = top.batchRequestIdx;
  return {
    message,
    validation: text(top.name) === 'PrismaClientValidationError',
    socketError: typeof top.syscall === 'string',
    ...(sqlState ? { sqlState } : {}),
    // P0001 is an SQLSTATE too; only the server's errors have a severity.
    ...(code && PRISMA_CODE.test(code) && !top.severity ? { prismaCode: code } : {}),
    ...(text(cause.kind) ? { kind: text(cause.kind) as string } : {}),
    ...(constraintName ? { constraint: constraintName } : {}),
    ...(table ? { table } : {}),
    ...(Array.isArray(fields) ? { fields: fields.filter((field) => typeof field === 'string') } : {}),
    ...(typeof index === 'number' ? { batchRequestIdx: index } : {}),
  };
}

/** The adapter's own description: the cause of a DriverAdapterError, which Prisma hands on in `meta`. */
function driverCause(top: Bag): Bag {
  if (text(top.name) === 'DriverAdapterError') return bag(top.cause);
  return bag(bag(bag(top.meta).driverAdapterError).cause);
}
