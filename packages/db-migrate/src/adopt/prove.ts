import type { Catalog } from '../catalog/catalog.ts';
import { compareCatalogs, type Difference } from '../catalog/compare-catalogs.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { isConnectionLost, withConnection } from '../database/connect.ts';
import { withScratchDatabase } from '../database/scratch.ts';

/** How a script fails to make a database again; nothing when it does. */
export interface Disproof {
  /** What PostgreSQL answered. */
  readonly refusal?: string;
  readonly differences: readonly Difference[];
}

/** Runs a script on an empty scratch database, and compares what it makes with a catalog, partition by partition. */
export async function disprove(url: string, script: string, expected: Catalog): Promise<Disproof> {
  return withScratchDatabase(url, (scratch) =>
    withConnection(scratch, async (client) => {
      try {
        await client.query(script);
      } catch (error) {
        if (isConnectionLost(error)) throw error;
        return { refusal: (error as Error).message, differences: [] };
      }
      return { differences: compareCatalogs(expected, await readCatalog(client, { partitions: 'named' })) };
    }),
  );
}

export function isProven({ refusal, differences }: Disproof): boolean {
  return refusal === undefined && differences.length === 0;
}
