import type { SystemDocumentation } from '../schema-documentation.ts';
import { firstSentence } from '../words/prose.ts';
import { groupDiagram, overviewDiagram } from './diagram.ts';
import { tableSection } from './table.ts';
import { cell, code, grid, tableLink } from './text.ts';

export const NOTICE =
  '<!-- Written by `pnpm db:docs` from the schema files and the migrated database. Do not edit. -->';

/** The page of a system. */
export function systemPage(system: SystemDocumentation): string {
  const tables = system.groups.flatMap((group) => group.tables);
  return [
    NOTICE,
    '',
    `# ${system.name}`,
    '',
    `${count(tables.length, 'table')}, ${count(system.enums.length, 'enum')}. [The rules that all keep](../schema.md), [the other systems](README.md).`,
    '',
    ...grid(
      ['table', 'from', 'what it holds'],
      system.groups.flatMap((group) =>
        group.tables.map((table) => [
          tableLink(`${table.schema}.${table.name}`, system.name),
          group.name === 'internal' ? 'migrations' : code(`${group.name}.prisma`),
          cell(firstSentence(table.meaning)),
        ]),
      ),
    ),
    '## Overview',
    '',
    'References within the system. Those to other systems, and the columns, stand in the diagram of each group below.',
    '',
    ...overviewDiagram(system),
    ...system.groups.flatMap((group) => [
      group.name === 'internal' ? '## Only in migrations' : `## From ${group.name}.prisma`,
      '',
      ...groupDiagram(group),
      ...group.tables.flatMap(tableSection),
    ]),
    ...enums(system),
    ...functions(system),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function enums(system: SystemDocumentation): string[] {
  const rows = system.enums.map((one) => [
    code(one.name),
    one.values.map(code).join(' '),
    [cell(one.meaning), one.usedBy.map((place) => usage(place, system.name)).join(', ')]
      .filter(Boolean)
      .join(' '),
  ]);
  const table = grid(['enum', 'values, in their order', 'meaning, and where it is used'], rows);
  return table.length === 0 ? [] : ['## Enums', '', ...table];
}

function functions(system: SystemDocumentation): string[] {
  const table = grid(
    ['function', 'answers', 'called by', 'rights'],
    system.functions.map((one) => [
      code(one.signature),
      code(one.returns),
      list(one.callers),
      one.definer ? "the owner's" : "the caller's",
    ]),
  );
  return table.length === 0 ? [] : ['## Functions', '', ...table];
}

const list = (names: readonly string[]) => (names.length === 0 ? 'the owner only' : code(names.join(', ')));

function usage(place: string, page: string): string {
  const [schema, table, column] = place.split('.');
  return `${tableLink(`${schema}.${table}`, page)}.${column}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
