import type { PlacedChange } from '../parse/changes.ts';
import type { Published } from '../published/published.ts';
import { type Rule, shown } from './rule.ts';

export const publishedDropped: Rule = {
  name: 'published-dropped',
  severity: 'error',
  title: 'Something is dropped or renamed that the last published version still reads',
  why: 'Programs of that version run until the last of them is replaced, and each query that names it fails.',
  safe: 'Publish a version first that no longer has it in the schema files, and drop it in the version after that.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, note text);',
    bad: 'ALTER TABLE orders DROP COLUMN note;',
    good: ['ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;'],
  },
  onChange({ change, published, migration }) {
    if (published === undefined || migration.name in published.migrations) return undefined;
    const gone = goneWith(change, published);
    return gone && `${gone} is read by the published version ${published.version}.`;
  },
};

function goneWith(change: PlacedChange, { reads }: Published): string | undefined {
  switch (change.kind) {
    case 'drop-table':
    case 'rename-table':
      return change.table in reads ? shown(change.table) : undefined;
    case 'drop-column':
    case 'rename-column': {
      const isRead = reads[change.table]?.includes(change.column);
      return isRead ? `${shown(change.table)}.${change.column}` : undefined;
    }
    case 'drop-schema':
    case 'rename-schema':
      return Object.keys(reads).find((table) => table.startsWith(`${change.schema}.`));
    default:
      return undefined;
  }
}
