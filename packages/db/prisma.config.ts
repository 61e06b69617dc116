import { defineConfig } from 'prisma/config';

// DIRECT_URL bypasses a pooler; generate, validate and offline diffs need no database at all.
const url = process.env.DIRECT_URL ?? process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
});
