import { createHash } from 'node:crypto';
import type { Catalog } from './catalog.ts';

/** SHA-256 of what a database consists of, in hexadecimal: equal exactly when `compareCatalogs` finds nothing. */
export function catalogFingerprint({ objects }: Catalog): string {
  const lines = objects.map(({ kind, name, facts }) =>
    JSON.stringify([kind, name, Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
