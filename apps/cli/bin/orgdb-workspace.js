#!/usr/bin/env node
// orgdb of a checkout: builds what changed, then runs it. Standard output is orgdb's alone; a build that fails is shown.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo', { paths: [root] });
const services = process.argv.includes('dev') ? ['--filter=@org/api...', '--filter=@org/worker...'] : [];
const build = spawnSync(
  process.execPath,
  [turbo, 'run', 'build', '--filter=@org/cli...', ...services, '--output-logs=errors-only', '--ui=stream'],
  { cwd: root, encoding: 'utf8', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } },
);
if (build.status !== 0) {
  process.stderr.write(`${build.stdout}${build.stderr}\norgdb could not be built; the reason is above.\n`);
  process.exit(1);
}
await import('./orgdb.js');
