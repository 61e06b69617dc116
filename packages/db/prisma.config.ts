import { enginePath } from '@org/schema-engine';
import { defineConfig } from 'prisma/config';

// Prisma would download its engine; the configuration is read before it looks for one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= enginePath;
process.env.CHECKPOINT_DISABLE ??= '1';

// DIRECT_URL bypasses a pooler; generate, validate and offline diffs need no database at all.
const url = process.env.DIRECT_URL ?? process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
});
