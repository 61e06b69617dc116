import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What is there of a Prisma project. */
export interface FoundProject {
  readonly hasConfiguration: boolean;
  readonly hasSchema: boolean;
  readonly hasMigrations: boolean;
}

const CONFIGURATIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `prisma.config.${ending}`);

/** Looks at a folder, which need not exist. */
export async function existingProject(project: string): Promise<FoundProject> {
  const has = (...names: string[]) => names.some((name) => existsSync(path.join(project, name)));
  const migrations = await folders(path.join(project, 'prisma', 'migrations'));
  return {
    hasConfiguration: has(...CONFIGURATIONS),
    hasSchema: has('prisma/schema', 'prisma/schema.prisma'),
    hasMigrations: migrations.length > 0,
  };
}

async function folders(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const entries = await readdir(directory);
  const found = await Promise.all(
    entries.map(async (name) => ((await stat(path.join(directory, name))).isDirectory() ? [name] : [])),
  );
  return found.flat();
}

const CONFIGURATION = `// DIRECT_URL bypasses a pooler; generate and validate need no database at all.
const url = process.env.DIRECT_URL ?? process.env.DATABASE_URL;

export default {
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
};
`;

/** The files that a new project begins with; the models are pulled into the schema afterwards. */
export function newFiles(found: FoundProject, schemas: readonly string[]): Record<string, string> {
  return {
    ...(found.hasConfiguration ? {} : { 'prisma.config.ts': CONFIGURATION }),
    ...(found.hasSchema ? {} : { 'prisma/schema.prisma': header(schemas) }),
  };
}

function header(schemas: readonly string[]): string {
  // Without a list Prisma looks at public only.
  const isPublic = schemas.length === 0 || (schemas.length === 1 && schemas[0] === 'public');
  const list = isPublic ? '' : `\n  schemas  = [${schemas.map((name) => JSON.stringify(name)).join(', ')}]`;
  return `generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql"${list}
}
`;
}

/** Writes the files that are not there yet. */
export async function writeNewFiles(project: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(project, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
}
