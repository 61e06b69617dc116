import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Account, OpenSession, PortalAccount, StaffAccount } from './account.ts';
import type { AccountTable, Credentials } from './account-table.ts';
import { emailSchema } from './email-address.ts';
import { findOpenTenant } from './open-tenant.ts';
import { decoyHash, hashPassword, isOutdatedHash, verifyPassword } from './password-hash.ts';
import { triedPasswordSchema } from './password-rules.ts';
import { portalAccounts } from './portal-accounts.ts';
import { recordEvent } from './record-event.ts';
import { createRefreshToken, hashRefreshToken, sessionExpiry } from './refresh-token.ts';
import type { RequestOrigin } from './request-origin.ts';
import { staffAccounts } from './staff-accounts.ts';

/** Slug of the tenant, e-mail and password. */
export const logInSchema = z.object({
  tenant: z.string().trim().toLowerCase().min(1).max(63),
  email: emailSchema,
  password: triedPasswordSchema,
});

export type LogInInput = z.input<typeof logInSchema> & { readonly request?: RequestOrigin | undefined };

/**
 * No refusal is quicker than this many milliseconds. A decoy is verified where there is no account, but a bcrypt hash
 * costs another time than argon2id; this hides which kind, if any, an account has.
 */
const REFUSAL_MS = 350;

/** A tenant that does not exist: an unknown slug takes the same look-ups as a known one. */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** A hash that changed between check and login is checked again; more than this many times is not a coincidence. */
const MAX_ATTEMPTS = 3;

/**
 * Logs in a member of staff by e-mail and password.
 *
 * Notes the time of login, replaces a bcrypt or weaker hash by argon2id, and writes `login` or `login_failed` to the
 * audit. A refusal is the same, and takes the same time, for an unknown or closed tenant, an unknown e-mail, a wrong
 * password and an account that may not be used.
 *
 * @throws DomainError INPUT_INVALID, EMAIL_OR_PASSWORD_WRONG
 */
export async function logInStaff(db: Db, input: LogInInput): Promise<OpenSession<StaffAccount>> {
  return await logIn(db, staffAccounts, input);
}

/**
 * Logs in a customer's user to the portal, as {@link logInStaff} does for staff. A customer that is closed has none.
 *
 * @throws DomainError INPUT_INVALID, EMAIL_OR_PASSWORD_WRONG; PORTAL_DISABLED to those whose password is right
 */
export async function logInPortalUser(db: Db, input: LogInInput): Promise<OpenSession<PortalAccount>> {
  return await logIn(db, portalAccounts, input);
}

async function logIn<Kind extends Account>(db: Db, table: AccountTable<Kind>, input: LogInInput) {
  const started = performance.now();
  const { tenant, email, password } = parseInput(logInSchema, input);
  const { request } = input;
  const tenantId = await findOpenTenant(db, tenant);
  const store = db.forTenant({ tenantId: tenantId ?? NO_TENANT, ...(request ? { request } : {}) });

  let credentials: Credentials | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    credentials = await table.findCredentials(store, email);
    const isRight = await verifyPassword(credentials?.passwordHash ?? (await decoyHash()), password);
    if (tenantId === null || credentials === null || !isRight) break;
    const outcome = await openSession(db, table, { tenantId, credentials, password, request });
    if (outcome === 'unusable') break;
    if (outcome !== 'changed') return outcome;
  }

  if (tenantId !== null) {
    await recordEvent(store, {
      action: 'login_failed',
      entity: table.entity,
      accountId: credentials?.id ?? null,
      byAccount: false,
      payload: { email },
      request,
    });
  }
  await delay(Math.max(0, REFUSAL_MS - (performance.now() - started)));
  throw new DomainError('EMAIL_OR_PASSWORD_WRONG');
}

interface Checked {
  readonly tenantId: string;
  readonly credentials: Credentials;
  readonly password: string;
  readonly request: RequestOrigin | undefined;
}

async function openSession<Kind extends Account>(
  db: Db,
  table: AccountTable<Kind>,
  { tenantId, credentials, password, request }: Checked,
): Promise<OpenSession<Kind> | 'changed' | 'unusable'> {
  const newHash = isOutdatedHash(credentials.passwordHash) ? await hashPassword(password) : undefined;
  const client = db.forTenant({
    tenantId,
    ...table.actingContext(credentials.id),
    ...(request ? { request } : {}),
  });
  return await client.$transaction(async (store) => {
    const account = await table.load(store, credentials.id);
    if (!account) return 'unusable';
    await table.admit(store);
    // Locks the account: a change of password that comes later waits, and then ends this session too.
    if (!(await table.noteLogin(store, credentials, newHash))) return 'changed';
    const refreshToken = createRefreshToken({ kind: table.kind, tenantId });
    const expiresAt = sessionExpiry();
    const loginId = randomUUID();
    const accountId = credentials.id;
    await table.createSession(store, {
      accountId,
      familyId: loginId,
      tokenHash: hashRefreshToken(refreshToken),
      expiresAt,
      request,
    });
    await recordEvent(store, { action: 'login', entity: table.entity, accountId, byAccount: true, request });
    return { account, loginId, refreshToken, expiresAt };
  });
}
