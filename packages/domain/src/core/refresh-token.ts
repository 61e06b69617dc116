import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '../errors.ts';

/** Whose session a refresh token continues. */
export type SessionKind = 'staff' | 'portal';

/** What a refresh token says by itself: where to look for its session. */
export interface RefreshTokenAddress {
  readonly kind: SessionKind;
  readonly tenantId: string;
}

/** Days from logging in after which a session ends, however often it was refreshed. */
const SESSION_DAYS = 30;

const PATTERN = /^(staff|portal)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/;

/** A fresh refresh token: `<kind>.<tenant>.<256 random bits>`. It is opaque to clients. */
export function createRefreshToken({ kind, tenantId }: RefreshTokenAddress): string {
  return `${kind}.${tenantId}.${randomBytes(32).toString('base64url')}`;
}

/**
 * Reads where a refresh token's session lies. The kind and the tenant are no secret and prove nothing.
 *
 * @throws DomainError SESSION_INVALID when the token is malformed
 */
export function parseRefreshToken(token: string): RefreshTokenAddress {
  const [, kind, tenantId] = PATTERN.exec(token) ?? [];
  if ((kind !== 'staff' && kind !== 'portal') || tenantId === undefined)
    throw new DomainError('SESSION_INVALID');
  return { kind, tenantId };
}

/** What is stored of a refresh token: SHA-256 suffices, as the token has 256 random bits. */
export function hashRefreshToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

/** When a session that begins now ends. */
export function sessionExpiry(now: Date = new Date()): Date {
  return new Date(now.getTime() + SESSION_DAYS * 24 * 60 * 60 * 1000);
}
