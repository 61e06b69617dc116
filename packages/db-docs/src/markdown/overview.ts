import type { SchemaDocumentation } from '../schema-documentation.ts';
import { NOTICE } from './system.ts';
import { grid } from './text.ts';

/** The page that leads to those of the systems. */
export function overviewPage({ systems }: SchemaDocumentation): string {
  return [
    NOTICE,
    '',
    '# The schema, table by table',
    '',
    'What there is comes from a database with every migration applied, what it means from the comments of the schema files. `pnpm db:docs` writes these',
    'pages, and `index.html` beside them: one file for the browser, with diagrams to walk through and a search, which is not in git. A test fails while',
    'they are stale. [The rules that every table keeps](../schema.md).',
    '',
    ...grid(
      ['system', 'tables', 'foreign keys', 'indexes', 'policies', 'enums'],
      systems.map((system) => {
        const tables = system.groups.flatMap((group) => group.tables);
        const sum = (count: (table: (typeof tables)[number]) => number) =>
          String(tables.reduce((all, table) => all + count(table), 0));
        return [
          `[${system.name}](${system.name}.md)`,
          String(tables.length),
          sum((table) => table.foreignKeys.length),
          sum((table) => table.indexes.length),
          sum((table) => table.policies.length),
          String(system.enums.length),
        ];
      }),
    ),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
