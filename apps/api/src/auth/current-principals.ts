import type { Db } from '@org/db';
import { currentAccount, DomainError } from '@org/domain';
import { HttpProblem } from '../http/problem.ts';
import { type Principal, principalOf } from './principal.ts';

/** Accounts whose last check is remembered; the one that was checked longest ago goes first. */
const MOST = 10_000;

interface Check {
  readonly at: number;
  readonly principal: Promise<Principal>;
}

/**
 * Who the bearers of access tokens are now: a token says who it was made for, the database what he may do. So who is
 * suspended, deleted, logged out or given other roles meets that at his next request, at the latest `rememberMs` later.
 */
export class CurrentPrincipals {
  readonly #db: Db;
  readonly #rememberMs: number;
  readonly #checks = new Map<string, Check>();

  constructor(db: Db, rememberMs: number) {
    this.#db = db;
    this.#rememberMs = rememberMs;
  }

  /** @throws HttpProblem 401 TOKEN_REVOKED; DomainError PORTAL_DISABLED; DbError */
  async of(bearer: Principal): Promise<Principal> {
    const { kind, tenantId, id, loginId } = bearer;
    const which = { kind, tenantId, id, ...(loginId === undefined ? {} : { loginId }) };
    const key = Object.values(which).join(' ');
    const known = this.#checks.get(key);
    if (known && Date.now() - known.at < this.#rememberMs) return await known.principal;
    const check = { at: Date.now(), principal: this.#load(which) };
    this.#checks.delete(key);
    if (this.#rememberMs > 0) this.#checks.set(key, check);
    // What failed is not remembered: the database may be back at once, and a later check have the answer.
    check.principal.catch(() => {
      if (this.#checks.get(key) === check) this.#checks.delete(key);
    });
    const [oldest] = this.#checks.keys();
    if (this.#checks.size > MOST && oldest !== undefined) this.#checks.delete(oldest);
    return await check.principal;
  }

  async #load(which: Parameters<typeof currentAccount>[1]): Promise<Principal> {
    try {
      return principalOf(await currentAccount(this.#db, which));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'SESSION_INVALID') throw error;
      const detail = 'The login has ended, or the account may not be used any more. Log in again.';
      throw new HttpProblem(401, 'TOKEN_REVOKED', detail, {
        cause: error,
        headers: { 'www-authenticate': 'Bearer realm="org-api", error="invalid_token"' },
      });
    }
  }
}
