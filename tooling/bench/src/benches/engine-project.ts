import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { engineEnvironment } from '@org/schema-engine';
import type { LongHistory } from './engine-histories.ts';

const PRISMA = path.join(
  path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build/index.js',
);

/** Shows what of a status is the CLI's own time: it answers as the engine does when all is applied, without looking. */
const INSTANT_ENGINE = `#!/bin/sh
case "$*" in
  *can-connect*) exit 0 ;;
  *version*) echo 'schema-engine-cli 0000000000000000000000000000000000000000'; exit 0 ;;
esac
head -n 1 >/dev/null
echo '{"jsonrpc":"2.0","id":1,"result":{"editedMigrationNames":[],"failedMigrationNames":[],"hasMigrationsTable":true,"history":null}}'
cat >/dev/null
`;

/** Runs in every process of the CLI: the engine leaves its peak memory, in kilobytes, in a file. */
const MEMORY_PROBE = `import { writeFileSync } from 'node:fs';
if (process.argv[1]?.endsWith('schema-engine')) process.on('exit', () => {
  writeFileSync(process.env.BENCH_MEMORY + '/' + process.pid, String(process.resourceUsage().maxRSS));
});`;

/** A Prisma project in a folder of its own, with a history. */
export async function newProject({ migrations, models }: LongHistory) {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-engine-'));
  const memory = path.join(folder, 'memory');
  await mkdir(memory);
  for (const { name, sql } of migrations) {
    await mkdir(path.join(folder, 'migrations', name), { recursive: true });
    await writeFile(path.join(folder, 'migrations', name, 'migration.sql'), sql);
  }
  await writeFile(path.join(folder, 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(
    path.join(folder, 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n${models}`,
  );
  await writeFile(
    path.join(folder, 'prisma.config.mjs'),
    `export default { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: process.env.BENCH_URL } };\n`,
  );
  const probe = path.join(folder, 'probe.mjs');
  await writeFile(probe, MEMORY_PROBE);
  const instantEngine = path.join(folder, 'instant-engine');
  await writeFile(instantEngine, INSTANT_ENGINE, { mode: 0o755 });
  return {
    instantEngine,
    prisma: (args: string[], url: string, env: NodeJS.ProcessEnv = {}) =>
      runPrisma(folder, args, {
        ...env,
        BENCH_URL: url,
        BENCH_MEMORY: memory,
        // Only where it is wanted: it costs the CLI a little of its start.
        ...(args[1] === 'dev' ? { NODE_OPTIONS: `--import=${probe}` } : {}),
      }),
    peakMegabytes: async () => {
      const files = await readdir(memory);
      const peaks = await Promise.all(files.map((file) => readFile(path.join(memory, file), 'utf8')));
      return Math.round(Math.max(0, ...peaks.map(Number)) / 1024);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function runPrisma(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PRISMA, ...args], {
      cwd,
      env: { ...engineEnvironment(), PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`prisma ${args.join(' ')} failed:\n${output}`)),
    );
  });
}
