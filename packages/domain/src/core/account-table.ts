import type { TenantClient } from '@org/db';
import type { Account } from './account.ts';
import type { SessionKind } from './refresh-token.ts';
import type { RequestOrigin } from './request-origin.ts';

/** The part of a tenant client that accounts and their sessions need: a transaction's client has it too. */
export type AccountStore = Pick<
  TenantClient,
  'tenant' | 'tenantSettings' | 'user' | 'session' | 'portalUser' | 'portalSession' | 'auditLog'
>;

/** What a login is checked against. */
export interface Credentials {
  readonly id: string;
  readonly passwordHash: string;
}

/** A stored refresh session. */
interface StoredSession {
  readonly id: string;
  readonly accountId: string;
  readonly familyId: string;
  readonly expiresAt: Date;
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A refresh session to be stored. */
interface NewSession {
  readonly accountId: string;
  readonly familyId: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly expiresAt: Date;
  readonly request: RequestOrigin | undefined;
}

/** Accounts of one kind and their sessions, so that logging in and refreshing is written once for both kinds. */
export interface AccountTable<Kind extends Account = Account> {
  readonly kind: SessionKind;
  /** Their name in the audit. */
  readonly entity: 'User' | 'PortalUser';
  /** The context in which a service writes on behalf of an account. */
  actingContext(accountId: string): { userId: string } | { actingPortalUserId: string };
  /** The account with this e-mail that is not deleted, usable or not. */
  findCredentials(store: AccountStore, email: string): Promise<Credentials | null>;
  /** Refuses the whole kind, where the tenant has switched it off. */
  admit(store: AccountStore): Promise<void>;
  /** Notes the login, and the new hash if given; false when the account's hash is no longer the one that was checked. */
  noteLogin(store: AccountStore, checked: Credentials, newHash: string | undefined): Promise<boolean>;
  /** The account with roles and permissions; null when there is none that may be used. */
  load(store: AccountStore, accountId: string): Promise<Kind | null>;
  findSession(store: AccountStore, tokenHash: Uint8Array<ArrayBuffer>): Promise<StoredSession | null>;
  createSession(store: AccountStore, session: NewSession): Promise<void>;
  /** Whether a login of an account has a session that was not ended. */
  hasLogin(store: AccountStore, accountId: string, familyId: string): Promise<boolean>;
  /** Marks a session as replaced; false when another request was first. */
  rotateSession(store: AccountStore, sessionId: string): Promise<boolean>;
  revokeFamily(store: AccountStore, familyId: string): Promise<void>;
}
