import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startRun } from '@org/db-testing';
import type { Bench } from './bench.ts';
import { benchCheck } from './benches/check.ts';
import { benchDeploy } from './benches/deploy.ts';
import { benchEngine } from './benches/engine.ts';
import { benchStart } from './benches/start.ts';
import { benchTenant } from './benches/tenant/index.ts';
import { benchTenantData } from './benches/tenant-data/index.ts';
import { benchTypes } from './benches/types/index.ts';
import { benchVerify } from './benches/verify.ts';
import { chart } from './output/chart.ts';
import { markdown } from './output/markdown.ts';
import { isKept, type Report, report } from './report.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  check: benchCheck,
  deploy: benchDeploy,
  engine: benchEngine,
  start: benchStart,
  tenant: benchTenant,
  'tenant-data': benchTenantData,
  types: benchTypes,
  verify: benchVerify,
};

const USAGE = `Usage: pnpm bench NAME [options]

  NAME            ${Object.keys(BENCHES).join(', ')}
  --quick         fewer and shorter runs, to see that it works; its figures say nothing
  --case PART     only cases whose name contains this; may be repeated
  --callers N,N   only these numbers of callers (tenant)
  --check         exit code 1 when a promise is not kept
  --out FOLDER    also writes NAME.md, NAME.json and NAME.svg there
  --json FILE     also writes every run, the ratios and the promises as JSON
`;

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return usage((error as Error).message);
  }
  const { values, positionals, callers } = parsed;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [name = '', ...rest] = positionals;
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench || rest.length > 0) {
    return usage(
      name ? `There is no benchmark "${positionals.join(' ')}".` : 'Which benchmark? Name one of them.',
    );
  }
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const root = path.resolve(import.meta.dirname, '../../..');
  const server = await startRun({
    project: path.join(root, 'packages/db'),
    directory: path.join(root, '.pg-bench'),
    onProgress,
  });
  const options = { run: server.handle, quick: values.quick, cases: values.case, callers, onProgress };
  const result = report(name, await bench(options).finally(() => server.stop()));
  process.stdout.write(`${markdown(result)}\n`);
  if (values.json) await writeFile(values.json, json(result));
  if (values.out) await writeAll(values.out, result);
  return values.check && !(result.promises ?? []).every(isKept) ? 1 : 0;
}

async function writeAll(folder: string, result: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string> = { md: `${markdown(result)}\n`, json: json(result) };
  if (result.chart) files.svg = chart(`pnpm bench ${result.bench}`, result.runs, result.chart);
  for (const [extension, content] of Object.entries(files)) {
    await writeFile(path.join(folder, `${result.bench}.${extension}`), content);
  }
}

function json(result: Report): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

function usage(problem: string): number {
  process.stderr.write(`${problem}\n\n${USAGE}`);
  return 2;
}

function parse(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      out: { type: 'string' },
      case: { type: 'string', multiple: true, default: [] },
      callers: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const callers = values.callers.split(',').filter(Boolean).map(Number);
  if (!callers.every((number) => Number.isInteger(number) && number > 0)) {
    throw new Error(`--callers takes whole numbers, such as 1,10,50; not "${values.callers}".`);
  }
  return { values, positionals, callers };
}

process.exitCode = await main(process.argv.slice(2));
