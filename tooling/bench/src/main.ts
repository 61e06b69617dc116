import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startRun } from '@org/db-testing';
import { benchEngine } from './benches/engine.ts';
import { benchTenant } from './benches/tenant.ts';
import { format, report } from './report.ts';

const BENCHES = { engine: benchEngine, tenant: benchTenant } as const;

const USAGE = `Usage: pnpm bench NAME [--json FILE] [--quick]

  NAME         ${Object.keys(BENCHES).join(', ')}
  --json FILE  also writes every run and the ratios as JSON
  --quick      fewer and shorter runs, to see that it works; its figures say nothing
`;

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const [name, ...rest] = parsed.positionals;
  if (parsed.values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (!name || !(name in BENCHES) || rest.length > 0) {
    process.stderr.write(
      `${name ? `There is no benchmark "${[name, ...rest].join(' ')}".` : 'Which benchmark?'}\n\n${USAGE}`,
    );
    return 2;
  }
  const bench = BENCHES[name as keyof typeof BENCHES];
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const root = path.resolve(import.meta.dirname, '../../..');
  const server = await startRun({
    project: path.join(root, 'packages/db'),
    directory: path.join(root, '.pg-bench'),
    onProgress,
  });
  const runs = await bench({ run: server.handle, quick: parsed.values.quick, onProgress }).finally(() =>
    server.stop(),
  );
  const result = report(name, runs, 'ours');
  process.stdout.write(format(result));
  if (parsed.values.json) await writeFile(parsed.values.json, `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

process.exitCode = await main(process.argv.slice(2));
