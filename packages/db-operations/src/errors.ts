/** Why an operation of this package failed; stable, so that callers may branch on it. */
export type OperationsErrorCode = 'TENANT_UNKNOWN';

/** A failure that the message explains to whoever called: what is wrong, where, and what to do. */
export class OperationsError extends Error {
  override readonly name = 'OperationsError';
  readonly code: OperationsErrorCode;

  constructor(code: OperationsErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
