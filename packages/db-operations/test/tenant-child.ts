import { eraseTenant, exportTenant, importTenant } from '../src/index.ts';

/** A process for the tests to kill: does one thing with a tenant, as told by its argument. */
const [kind = '', options = '{}'] = process.argv.slice(2);
const work = { export: exportTenant, import: importTenant, erase: eraseTenant }[kind];
if (work === undefined) throw new Error(`unknown: ${kind}`);
const clock = new Int32Array(new SharedArrayBuffer(4));
// Tells its parent how far it is and stands still for a moment, so that a kill hits the middle.
const onProgress = ({ table, rows }: { table: string; rows: number }) => {
  process.send?.({ table, rows });
  Atomics.wait(clock, 0, 0, 50);
};
await work({ ...JSON.parse(options), onProgress });
