import { z } from 'zod';
import { DomainError } from '../errors.ts';

/** A password that is being chosen: 8 to 128 characters, of any kind (NIST SP 800-63B asks for no more). */
export const newPasswordSchema = z.string().min(8).max(128);

/** A password that is being tried: older ones may be shorter. */
export const triedPasswordSchema = z.string().min(1).max(128);

/**
 * Refuses a password that is the name or the e-mail of its owner, in any case.
 *
 * @throws DomainError PASSWORD_WEAK
 */
export function refuseObviousPassword(password: string, owner: { name: string; email: string }): void {
  const tried = password.toLowerCase();
  const obvious = [owner.email, owner.email.split('@')[0], owner.name];
  if (obvious.some((word) => word?.toLowerCase() === tried)) {
    throw new DomainError('PASSWORD_WEAK', undefined, {
      fields: [{ field: 'password', message: 'must not be the name or the e-mail' }],
    });
  }
}
