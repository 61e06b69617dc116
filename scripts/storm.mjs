// pnpm storm NAME …: long tests that break things on purpose. Each says what it does with --help, ends with 0 when all is
// well and with 1 when it is not, and takes a --seed that repeats it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const STORMS = {
  engine: ['packages/schema-engine/storm/main.ts', 'kills migrations and deploys them again', ['engine']],
  deploy: [
    'packages/db-migrate/storm/main.ts',
    'kills deploys, rollbacks and the server, and runs only the printed next commands',
    ['deploy'],
  ],
  tenants: [
    'packages/db/storm/main.ts',
    'many tenants on few connections, while sessions and the server end',
    [],
  ],
};

const [name, ...args] = process.argv.slice(2);
const storm = Object.hasOwn(STORMS, name ?? '') ? STORMS[name] : undefined;
if (!storm) {
  const list = Object.entries(STORMS).map(([key, [, what]]) => `  ${key.padEnd(8)} ${what}\n`);
  process.stderr.write(
    `Usage: pnpm storm NAME [OPTIONS]\n\n${list.join('')}\npnpm storm NAME --help tells its options.\n`,
  );
  process.exit(2);
}
const [file, , own] = storm;
const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
const { status } = spawnSync(process.execPath, [path, ...own, ...args], { stdio: 'inherit' });
process.exit(status ?? 1);
