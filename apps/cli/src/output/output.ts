import type { Failure } from '../failure.ts';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** A line about what is going on. Not shown with --json. */
  note(line: string): void;
  /** The command's result, once: the value as JSON with --json, else the text. */
  result(value: unknown, text: string): void;
  failure(failure: Failure): void;
}

/** With `json` standard output holds exactly one JSON document, for a failure too. */
export function createOutput(json: boolean): Output {
  const printJson = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  if (json) {
    return {
      json,
      note: () => undefined,
      result: printJson,
      failure: ({ code, message, next }) =>
        printJson({ error: { code, message, ...(next ? { next } : {}) } }),
    };
  }
  return {
    json,
    note: (line) => process.stderr.write(`${line}\n`),
    result: (_value, text) => process.stdout.write(text === '' ? '' : `${text}\n`),
    failure: ({ code, message, next }) =>
      process.stderr.write(`orgdb: ${message} [${code}]\n${next ? `Next: ${next}\n` : ''}`),
  };
}
