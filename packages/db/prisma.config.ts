import type { PrismaConfig } from 'prisma/config';

// Prisma would download its engine; the configuration is read before it looks for one. Where the package is installed,
// who runs Prisma has set it: there is no other package to take it from.
if (!process.env.PRISMA_SCHEMA_ENGINE_BINARY) {
  const { enginePath } = await import('@org/schema-engine');
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = enginePath;
}
process.env.CHECKPOINT_DISABLE ??= '1';

// DIRECT_URL bypasses a pooler; generate, validate and offline diffs need no database at all.
const url = process.env.DIRECT_URL ?? process.env.DATABASE_URL;

export default {
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
} satisfies PrismaConfig;
