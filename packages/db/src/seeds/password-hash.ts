import { randomBytes } from 'node:crypto';
import { hash, type Options } from '@node-rs/argon2';

/**
 * Parameters of every new password hash: argon2id (the library's default variant) with 19 MiB, two passes, one lane,
 * the first choice of OWASP's Password Storage Cheat Sheet. A login must hash with the same ones, or it would replace
 * each seeded hash at the first sign-in.
 */
export const PASSWORD_HASH_OPTIONS = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const satisfies Options;

/** Hashes a password with {@link PASSWORD_HASH_OPTIONS}; the result is a PHC string that starts with `$argon2id$`. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PASSWORD_HASH_OPTIONS);
}

/** A password that nobody has chosen: 144 random bits in 24 characters. */
export function generatePassword(): string {
  return randomBytes(18).toString('base64url');
}
