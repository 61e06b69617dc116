/** Where a request came from, for sessions and the audit. */
export interface RequestOrigin {
  /** At most 100 characters. */
  readonly id?: string;
  readonly ip?: string;
  /** At most 500 characters. */
  readonly userAgent?: string;
}

/** The columns of a session that hold its origin. */
export function originColumns(request: RequestOrigin | undefined): {
  ip: string | null;
  userAgent: string | null;
} {
  return { ip: request?.ip ?? null, userAgent: request?.userAgent ?? null };
}
