/**
 * Prisma's error codes that this engine raises itself (all others come out of the wasm engine), and the codes
 * for what Prisma has no number for.
 */
export type SchemaEngineErrorCode =
  | 'P1000'
  | 'P1001'
  | 'P1002'
  | 'P1003'
  | 'P1009'
  | 'P1010'
  | 'P1011'
  | 'P1013'
  | 'P1014'
  | 'P2037'
  | 'P3014'
  | 'DATABASE'
  | 'INVALID_ANNOTATION'
  | 'INVALID_SETTING'
  | 'NO_DATASOURCE'
  | 'POOLED_CONNECTION'
  | 'SHADOW_DATABASE_IS_MAIN'
  | 'SHADOW_DATABASE_NOT_EMPTY'
  | 'TRANSACTION_LEFT_OPEN'
  | 'UNKNOWN_ARGUMENT'
  | 'UNKNOWN_METHOD';

/** What this package throws. `code` is stable; `message` says what is wrong and what to do, without secrets. */
export class SchemaEngineError extends Error {
  override readonly name = 'SchemaEngineError';
  readonly code: SchemaEngineErrorCode;
  readonly meta: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: SchemaEngineErrorCode,
    message: string,
    options: { cause?: unknown; meta?: Record<string, unknown> } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.meta = options.meta;
  }
}

/** Prisma's own numbers are shown to the user as codes; ours are for programs and stay out of the message. */
export function isPrismaCode(code: string): boolean {
  return /^P\d{4}$/.test(code);
}
