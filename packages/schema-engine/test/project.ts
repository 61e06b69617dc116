import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { engineEnvironment } from '../src/index.ts';

/** The entry file of the real CLI. */
export const prismaCli = join(
  dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build',
  'index.js',
);

/** What the CLI is run with: this engine, no colours, and a closed port in place of every download. */
export function prismaEnvironment(): NodeJS.ProcessEnv {
  return {
    ...engineEnvironment(),
    PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_COLOR: '1',
    // The CLI is large, and it is started many times.
    NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)),
  };
}

export interface ProjectOptions {
  url?: string | undefined;
  shadowDatabaseUrl?: string | undefined;
  /** Models and enums; the datasource and generator are added. */
  models?: string;
  migrations?: Record<string, string>;
}

interface Configuration extends Pick<ProjectOptions, 'url' | 'shadowDatabaseUrl'> {
  schema?: string;
  seed?: string;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, for messages whose stream does not matter. */
  readonly output: string;
}

export const USER_MODEL = `
model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
`;

export const USER_MIGRATION = `-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A Prisma project in a temporary folder that ends with the test file, and the real CLI to run in it. */
export async function newProject(options: ProjectOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'schema-engine-'));
  folders.push(folder);
  const { url, shadowDatabaseUrl } = options;
  const migrationsFolder = join(folder, 'prisma', 'migrations');
  const project = {
    folder,
    /** Runs the CLI. It has no terminal, and every download would go to a closed port. */
    prisma: (args: string[], input = '', env: NodeJS.ProcessEnv = {}) => run(folder, args, input, env),
    writeModels: (models: string) =>
      writeFile(
        join(folder, 'prisma', 'schema.prisma'),
        `datasource db {\n  provider = "postgresql"\n}\n\ngenerator client {\n  provider = "prisma-client"\n  output   = "../generated"\n}\n${models}`,
      ),
    writeMigration: async (name: string, sql: string) => {
      await mkdir(join(migrationsFolder, name), { recursive: true });
      await writeFile(join(migrationsFolder, name, 'migration.sql'), sql);
    },
    /** Writes the configuration anew; as JavaScript, for which the CLI loads no compiler. */
    configure: ({ url, shadowDatabaseUrl, schema = 'prisma/schema.prisma', seed }: Configuration) => {
      const datasource = url || shadowDatabaseUrl ? { url, shadowDatabaseUrl } : undefined;
      const config = { schema, migrations: { path: 'prisma/migrations', seed }, datasource };
      return writeFile(join(folder, 'prisma.config.mjs'), `export default ${JSON.stringify(config)};\n`);
    },
    write: (path: string, text: string) => writeFile(join(folder, path), text),
    read: (path: string) => readFile(join(folder, path), 'utf8'),
    migrationNames: async () =>
      (await readdir(migrationsFolder)).filter((name) => name !== 'migration_lock.toml').sort(),
    migrationSql: (name: string) => readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8'),
  };
  await mkdir(migrationsFolder, { recursive: true });
  await project.configure({ url, shadowDatabaseUrl });
  await writeFile(join(migrationsFolder, 'migration_lock.toml'), 'provider = "postgresql"\n');
  await project.writeModels(options.models ?? USER_MODEL);
  for (const [name, sql] of Object.entries(options.migrations ?? {})) {
    await project.writeMigration(name, sql);
  }
  return project;
}

function run(cwd: string, args: string[], input: string, env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [prismaCli, ...args], {
      cwd,
      env: { ...prismaEnvironment(), ...env },
    });
    let stdout = '';
    let stderr = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, output }));
    child.stdin.end(input);
  });
}
