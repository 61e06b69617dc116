import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Says at a glance, to people and to scanners for leaked secrets, what it is. */
const KIND = 'orgk';

/** The parts of a key: `orgk_<prefix>_<tenant>_<secret>`. */
export interface ApiKeyText {
  /** 16 characters; finds the row. */
  readonly prefix: string;
  readonly tenantId: string;
  readonly secret: string;
}

/** A fresh key with 256 random bits. The tenant is part of it, so that it is found under row level security. */
export function createApiKeyText(tenantId: string): { readonly text: string; readonly prefix: string } {
  const prefix = randomBytes(8).toString('hex');
  const tenant = tenantId.replaceAll('-', '');
  return { text: `${KIND}_${prefix}_${tenant}_${randomBytes(32).toString('hex')}`, prefix };
}

/** Reads a key; nothing is proved by it yet. Undefined for anything else. */
export function parseApiKeyText(text: string): ApiKeyText | undefined {
  const [, prefix, tenant, secret] = /^orgk_([0-9a-f]{16})_([0-9a-f]{32})_([0-9a-f]{64})$/.exec(text) ?? [];
  if (prefix === undefined || tenant === undefined || secret === undefined) return undefined;
  return { prefix, tenantId: tenant.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'), secret };
}

/** Whether a text is meant as a key, right or wrong. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith(`${KIND}_`);
}

/** What the database holds of a key: SHA-256, which is enough for 256 random bits. */
export function hashApiKey(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret, 'utf8').digest());
}

/** Compares without telling by time where they differ. */
export function isApiKeyHash(secret: string, hash: Uint8Array): boolean {
  const own = hashApiKey(secret);
  return own.length === hash.length && timingSafeEqual(own, hash);
}
