import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout that this program belongs to; its bundle lies in apps/cli/dist. */
export const WORKSPACE: string = fileURLToPath(new URL('../../..', import.meta.url));

/** Folder of @org/db: prisma.config.ts, the schema and the migrations. */
export function databaseProject(): string {
  return path.dirname(createRequire(import.meta.url).resolve('@org/db/package.json'));
}
