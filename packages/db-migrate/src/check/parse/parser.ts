import v8 from 'node:v8';
import type { ParseResult, ScanToken } from 'libpg-query';

/** PostgreSQL's own parser, loaded. */
export interface Parser {
  /** @throws an error with the place, as `placeOf` reads it, when PostgreSQL refuses the text */
  parse(sql: string): ParseResult;
  /** Reads a DO statement or the definition of a function in PL/pgSQL, as JSON. @throws when it is none, or not understood */
  parseBlock(sql: string): unknown;
  /** The words of a text, comments included, with offsets in bytes. @throws when one of them does not end */
  scan(sql: string): readonly ScanToken[];
  /** Offset that the parser says in characters of an error's place; 0 where it says none. */
  placeOf(error: unknown): number;
}

let loading: Promise<Parser> | undefined;

/** Loads the parser once, on use: it is 1.7 MB of wasm, which most commands do without. */
export function loadParser(): Promise<Parser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Parser> {
  const { hasSqlDetails, loadModule, parsePlPgSQLSync, parseSync, scanSync } = await import('libpg-query');
  await loadModule();
  withoutOptimizing(() => {
    // V8 compiles on the first call: this reaches what every script does, the grammar and the writing of its tree.
    parseSync('SELECT 1');
  });
  return {
    parse: parseSync,
    // Most histories have none: its grammar is compiled when the first one comes.
    parseBlock: (sql) => withoutOptimizing(() => parsePlPgSQLSync(sql)),
    scan: (sql) => withoutOptimizing(() => scanSync(sql).tokens),
    placeOf: (error) => (hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0),
  };
}

/**
 * Compiles what is called meanwhile for good in V8's quick way. The grammar is one function of 100 kB: to optimize it
 * takes V8 a second and 600 MB, in which it has read thousands of scripts unoptimized, and which the process waits for
 * before it ends.
 */
function withoutOptimizing<T>(call: () => T): T {
  const set = (prefix: '' | 'no-') => {
    for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering']) v8.setFlagsFromString(`--${prefix}${flag}`);
  };
  set('no-');
  try {
    return call();
  } finally {
    set('');
  }
}
