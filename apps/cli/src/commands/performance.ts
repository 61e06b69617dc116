import type { Context } from '../context.ts';
import { using } from '../database/open.ts';
import { EXIT } from '../exit-codes.ts';
import { measureConnections } from '../performance/connections.ts';
import { describeMeasured } from '../performance/describe.ts';
import { measurePromises } from '../performance/measure.ts';
import { openMeasured, type Volume } from '../performance/open-measured.ts';
import { MADE } from '../performance/promises.ts';
import { deleteMade, readBounds, readSubjects, withExplain } from '../performance/read-database.ts';

export interface PerformanceOptions extends Volume {
  /** Calls of each promise. */
  readonly calls: number;
}

/**
 * Measures what users were promised on volume data, and prints each beside its promise, with the plans of what misses it. Locally
 * it makes a database of its own for that, once; the environment's has to hold volume data.
 *
 * @returns exit code 1 when a promise is missed
 */
export async function performance(context: Context, options: PerformanceOptions): Promise<number> {
  return await using(await openMeasured(context, options), async (database) => {
    const [url, ownerUrl] = [database.url('app'), database.url('owner')];
    const subjects = await readSubjects(ownerUrl);
    const bounds = await readBounds(ownerUrl);
    const { calls } = options;
    const onProgress = context.output.note;
    try {
      const measured = await withExplain(url, (explain) =>
        measurePromises({ url, subjects, bounds, explain, calls, onProgress }),
      );
      const connections = await measureConnections(url, subjects);
      context.output.result(
        { database: database.where, promises: measured, connections },
        describeMeasured(measured, connections),
      );
      return connections.kept && measured.every(({ kept }) => kept) ? EXIT.done : EXIT.failed;
    } finally {
      await deleteMade(ownerUrl, MADE);
    }
  });
}
