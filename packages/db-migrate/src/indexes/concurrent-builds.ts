import type { PlacedChange } from '../check/parse/changes.ts';
import { parseScript } from '../check/parse/parse-script.ts';
import type { InvalidIndex } from './invalid-indexes.ts';

type CreateIndex = Extract<PlacedChange, { kind: 'create-index' }>;

/** The names, as `schema.name`, of the indexes that a script builds concurrently. */
export async function concurrentBuilds(script: string): Promise<ReadonlySet<string>> {
  if (!/\bCONCURRENTLY\b/i.test(script)) return new Set();
  const { statements } = await parseScript(script);
  const builds = statements.flatMap(({ changes }) =>
    changes.filter(
      (change): change is CreateIndex & PlacedChange => change.kind === 'create-index' && change.concurrent,
    ),
  );
  // An index lies in the schema of its table.
  return new Set(
    builds.flatMap(({ table, name }) => (name ? [`${table.slice(0, table.indexOf('.'))}.${name}`] : [])),
  );
}

export function indexName({ schema, name }: Pick<InvalidIndex, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}
