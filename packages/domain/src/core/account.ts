/** A member of staff as sessions and tokens know him. */
export interface StaffAccount {
  readonly kind: 'staff';
  readonly id: string;
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  /** Role names such as `commerce:sales_manager`; a tenant's own as `tenant:<name>`. */
  readonly roles: readonly string[];
  /** All permissions of the roles, sorted, each once. */
  readonly permissions: readonly string[];
}

/** A customer's user as sessions and tokens know him. */
export interface PortalAccount {
  readonly kind: 'portal';
  readonly id: string;
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly customerId: string;
  readonly customerName: string;
  readonly tier: 'basic' | 'standard' | 'premium';
}

export type Account = StaffAccount | PortalAccount;

/** What logging in or refreshing gives. */
export interface OpenSession<Kind extends Account = Account> {
  readonly account: Kind;
  /** The login that it belongs to: the same after each refresh, until it is ended. */
  readonly loginId: string;
  /** Opaque; good for one refresh. */
  readonly refreshToken: string;
  readonly expiresAt: Date;
}
