import type { DiffParams, DiffResult } from '@prisma/schema-engine-wasm';

/**
 * The wasm engine knows the preview features of its main connection only. In a shadow database it sees no extensions, and so would install those of
 * the datasource (`extensions = […]`) once more with each migration. What it writes for that does nothing where the extension is
 * there (`IF NOT EXISTS`), so it is left out.
 */
const CREATION = /-- CreateExtension\nCREATE EXTENSION IF NOT EXISTS "((?:[^"]|"")+)"[^;\n]*;\n+/g;
const SUMMARY = /\n?\[\+\] Added extensions\n {2}- (.+)\n/g;

/** The engine's words for nothing. */
export const EMPTY_MIGRATION = '-- This is an empty migration.\n';
const NO_DIFFERENCE = 'No difference detected.\n';

interface Shortened {
  readonly text: string;
  /** How many extensions are no longer in it. */
  readonly dropped: number;
}

/** A migration script without the extensions that are installed; an empty text when nothing remains. */
export function scriptWithout(script: string, installed: ReadonlySet<string>): Shortened {
  return without(script, CREATION, (name) => installed.has(name.replaceAll('""', '"')));
}

/** The same for the summary of a comparison, as people read it. */
export function summaryWithout(summary: string, installed: ReadonlySet<string>): Shortened {
  return without(summary, SUMMARY, (name) => installed.has(name));
}

/** The same for the answer to `migrate diff`, where it begins with migrations. */
export function comparisonWithout(
  result: DiffResult,
  { from, script }: Pick<DiffParams, 'from' | 'script'>,
  installed: ReadonlySet<string>,
): DiffResult {
  if (from.tag !== 'migrations' || result.stdout === null) {
    return result;
  }
  const { text, dropped } = (script ? scriptWithout : summaryWithout)(result.stdout, installed);
  if (dropped === 0) {
    return result;
  }
  return text === ''
    ? { exitCode: 0, stdout: script ? EMPTY_MIGRATION : NO_DIFFERENCE }
    : { ...result, stdout: text };
}

function without(text: string, pattern: RegExp, isInstalled: (name: string) => boolean): Shortened {
  let dropped = 0;
  const shorter = text.replace(pattern, (block, name: string) => {
    if (!isInstalled(name)) {
      return block;
    }
    dropped += 1;
    return '';
  });
  return { text: shorter.trim() === '' ? '' : shorter, dropped };
}
