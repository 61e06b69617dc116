import { hash, parseOptions, verify } from '@node-rs/argon2';
import bcrypt from 'bcryptjs';

// OWASP's Password Storage Cheat Sheet for argon2id: 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const ARGON2ID = 2;

/** Hashes a password with argon2id; the cost and a fresh salt are part of the result (about 100 characters). */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, { ...COST, algorithm: ARGON2ID });
}

/**
 * Whether the password belongs to the hash: argon2, or bcrypt (`$2a$`, `$2b$`, `$2y$`) of an older system.
 * A hash that is neither belongs to no password.
 */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  try {
    return passwordHash.startsWith('$2')
      ? await bcrypt.compare(password, passwordHash)
      : await verify(passwordHash, password);
  } catch {
    return false;
  }
}

/** Whether the hash is of another kind or cheaper than new ones, and should be replaced when the password is known. */
export function isOutdatedHash(passwordHash: string): boolean {
  if (!passwordHash.startsWith('$argon2id$')) return true;
  const { memoryCost, timeCost } = parseOptions(passwordHash);
  return memoryCost < COST.memoryCost || timeCost < COST.timeCost;
}

let decoy: Promise<string> | undefined;

/** A hash that no password belongs to, of the usual cost: verified where there is no account, to take the same time. */
export function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}
