import { generatePassword } from '../password-hash.ts';

/** The password of a new login: the known one, but a generated one in production or where none is known. */
export function initialPassword(known: string | undefined, production: boolean): string {
  return production ? generatePassword() : (known ?? generatePassword());
}

/** The password by which an earlier run has written a login, as far as it can be known. */
export function earlierPassword(known: string | undefined, production: boolean): string | null {
  return production ? null : (known ?? null);
}
