interface ErrorKind {
  readonly status: number;
  readonly message: string;
}

const kind = (status: number, message: string): ErrorKind => ({ status, message });

/** Every reason for which a workflow refuses, with the HTTP status that fits it and its sentence. */
export const DOMAIN_ERRORS = {
  INPUT_INVALID: kind(400, 'The input is not valid.'),
  EMAIL_OR_PASSWORD_WRONG: kind(401, 'E-mail or password is wrong.'),
  API_KEY_INVALID: kind(401, 'The API key is wrong, expired or revoked.'),
  RATE_EXCEEDED: kind(429, 'Too many requests. Wait a moment.'),
  SESSION_INVALID: kind(401, 'The session is over. Log in again.'),
  SESSION_ALREADY_REFRESHED: kind(
    409,
    'Another request refreshed this session at the same moment. Use its answer.',
  ),
  PASSWORD_WRONG: kind(403, 'The current password is wrong.'),
  PASSWORD_WEAK: kind(422, 'The password must not be the name or the e-mail.'),
  PORTAL_DISABLED: kind(403, 'The portal of this tenant is switched off.'),
  PERMISSION_MISSING: kind(403, 'A permission is missing for this.'),
  NOT_FOUND: kind(404, 'There is no such record.'),
  CONFLICT: kind(409, 'The change conflicts with what is there.'),
  EMAIL_TAKEN: kind(409, 'Another account has this e-mail.'),
  ROLE_UNKNOWN: kind(422, 'There is no such role.'),
  STATE_ILLEGAL: kind(409, 'This is not possible in the present state.'),
  OUT_OF_STOCK: kind(409, 'There is not enough stock.'),
  PRICE_MISSING: kind(422, 'There is no price for this.'),
  TAX_RATE_MISSING: kind(422, 'There is no tax rate for the state of the customer.'),
  SKU_UNAVAILABLE: kind(409, 'The SKU is not offered to this customer.'),
  CUSTOMER_INACTIVE: kind(409, 'The customer may not order.'),
  CART_EMPTY: kind(409, 'The cart is empty.'),
  CART_DISABLED: kind(403, 'Ordering in the portal of this tenant is switched off.'),
  ALLOWANCE_EXCEEDED: kind(409, 'The sample allowance of the month is used up.'),
  PAYMENT_EXCEEDS_BALANCE: kind(409, 'The payment is larger than what is still owed.'),
  IDEMPOTENCY_KEY_REUSED: kind(409, 'This idempotency key was used for another request.'),
  AGENT_UNAVAILABLE: kind(409, 'The agent cannot have this shift.'),
  NO_AGENT_AVAILABLE: kind(409, 'No agent can have this shift.'),
  PROOF_REFUSED: kind(422, 'What should prove the presence at the site does not.'),
  CURSOR_EXPIRED: kind(410, 'The cursor is too old. Load everything anew.'),
  AMOUNT_TOO_LARGE: kind(422, 'The amount is larger than the database can hold.'),
  INTEGRATION_FAILED: kind(502, 'The tool of this integration could not be read.'),
  TEMPLATE_EMPTY: kind(409, 'The plan has no template to draw a takeoff from.'),
  WEBHOOK_TARGET_REFUSED: kind(422, 'Webhooks cannot be sent to this URL.'),
  WEBHOOK_SIGNATURE_INVALID: kind(401, 'The webhook was not signed with this secret, or not just now.'),
} as const satisfies Record<string, ErrorKind>;

/** Stable name of a reason. */
export type DomainErrorCode = keyof typeof DOMAIN_ERRORS;

/** One field that is at fault, named as in the input. */
export interface FieldError {
  /** Path in the input, joined by dots: `lines.0.quantity`. */
  readonly field: string;
  readonly message: string;
}

/**
 * The one error class of this package: a refusal that the caller can act on.
 *
 * `code` is stable and names the reason, `status` is the HTTP status that fits it, and the message may be shown to a
 * user: it holds no secrets and nothing of another tenant. What the database refuses comes as `DbError` of @org/db.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly status: number;
  readonly fields: readonly FieldError[];
  /** When to try again, where waiting helps. */
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param code reason, one of `DomainErrorCode`
   * @param message what is wrong and what to do; the code's own sentence by default
   */
  constructor(
    code: DomainErrorCode,
    message?: string,
    options: { cause?: unknown; fields?: readonly FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(
      message ?? DOMAIN_ERRORS[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.status = DOMAIN_ERRORS[code].status;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
