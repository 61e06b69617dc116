import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { devNull } from 'node:os';
import { MigrateError } from '../../errors.ts';
import type { Detected } from '../examine.ts';
import type { MigrationFiles } from '../files/migration-files.ts';
import { SQUAWK_RULES, SQUAWK_RULES_OFF } from './squawk-rules.ts';
import { isSuspect } from './suspects.ts';

/** A finding as squawk writes it with `--reporter json`; lines and columns from 0. */
interface SquawkOutput {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help?: string | null;
  readonly rule_name: string;
}

/**
 * Runs squawk once over the scripts in which it may find something, with the rules that ours do not cover.
 *
 * @throws MigrateError LINTER_FAILED when it cannot be started or its answer is not understood
 */
export async function runSquawk(files: readonly MigrationFiles[]): Promise<Detected[]> {
  const suspects = files.filter(({ script }) => isSuspect(script));
  if (suspects.length === 0) return [];
  const byFile = new Map(suspects.map((one) => [one.file, one]));
  return parseOutput(await start([...byFile.keys()])).flatMap((found) => {
    const source = byFile.get(found.file);
    const about = SQUAWK_RULES[found.rule_name];
    if (source === undefined || about === undefined) return [];
    return [
      {
        migration: source.name,
        rule: `squawk/${found.rule_name}`,
        at: offsetOf(source.script, found.line, found.column),
        message: found.message,
        about: { ...about, safe: found.help ?? about.safe },
      },
    ];
  });
}

/** Without a configuration that happens to lie about: which rules are on is decided here. */
const ARGUMENTS = ['--reporter', 'json', '--config', devNull, `--exclude=${SQUAWK_RULES_OFF.join(',')}`];
const MAX_OUTPUT = 256 * 2 ** 20;

/** Where its program is: it comes in a package for each platform, which the main one knows the way to. */
export function squawkProgram(): string {
  try {
    const { getBinaryPath } = createRequire(import.meta.url)('squawk-cli/js/index.js');
    return getBinaryPath();
  } catch (cause) {
    throw linterFailed((cause as Error).message, cause);
  }
}

async function start(paths: readonly string[]): Promise<string> {
  const program = squawkProgram();
  return new Promise((resolve, reject) => {
    execFile(program, [...ARGUMENTS, ...paths], { maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
      // 1 says that there are findings.
      if (error === null || error.code === 1) resolve(stdout);
      else reject(linterFailed(stderr.trim() || error.message, error));
    });
  });
}

function parseOutput(text: string): SquawkOutput[] {
  if (text.trim() === '') return [];
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw linterFailed(`its answer is not understood: ${text.slice(0, 200)}`, cause);
  }
}

/** Offset of a line and column, both from 0. */
function offsetOf(script: string, line: number, column: number): number {
  const before = script.split('\n').slice(0, line);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column;
}

function linterFailed(reason: string, cause: unknown): MigrateError {
  return new MigrateError(
    'LINTER_FAILED',
    `squawk could not look at the migrations: ${reason}. Install the dependencies anew.`,
    { cause },
  );
}
