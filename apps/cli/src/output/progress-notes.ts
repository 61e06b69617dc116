import type { OnProgress } from '@org/db-operations';
import type { Output } from './output.ts';

const INTERVAL = 2_000;

/** Tells of long work every two seconds, a line each. */
export function progressNotes(output: Output): OnProgress {
  let last = Date.now();
  return ({ table, rows }) => {
    if (Date.now() - last < INTERVAL) return;
    last = Date.now();
    output.note(`${table}: ${rows} rows`);
  };
}
