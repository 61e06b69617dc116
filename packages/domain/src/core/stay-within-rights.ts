import { DomainError } from '../errors.ts';

/** Who does something, and with which rights. Without it the caller is trusted: a seed or a command line. */
export interface Actor {
  readonly userId: string;
  readonly permissions: readonly string[];
}

/**
 * Refuses to give, change or take an account with more rights than the actor has: nobody may raise himself by making
 * an account, or by taking one over.
 *
 * @param permissions what the account has, or is to have
 * @throws DomainError PERMISSION_MISSING
 */
export function stayWithinRights(actor: Actor | undefined, permissions: readonly string[]): void {
  if (!actor) return;
  const missing = permissions.filter((permission) => !actor.permissions.includes(permission));
  if (missing.length === 0) return;
  throw new DomainError(
    'PERMISSION_MISSING',
    `This account has rights that you lack: ${[...new Set(missing)].sort().join(', ')}.`,
  );
}
