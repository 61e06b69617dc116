import type {
  ForeignKeyDocumentation,
  GroupDocumentation,
  SystemDocumentation,
  TableDocumentation,
} from '../schema-documentation.ts';

/** The tables of a system and how they refer to each other, without columns. */
export function overviewDiagram(system: SystemDocumentation): string[] {
  const tables = system.groups.flatMap((group) => group.tables);
  return mermaid([
    ...tables.map((table) => `  ${table.name}`),
    ...tables.flatMap((table) =>
      relations(table)
        .filter((key) => key.target.startsWith(`${system.name}.`))
        .map((key) => relation(table, key)),
    ),
  ]);
}

/** The tables of a group with their columns, and the tables that they refer to. */
export function groupDiagram(group: GroupDocumentation): string[] {
  return mermaid([
    ...group.tables.flatMap((table) => [
      `  ${table.name} {`,
      ...table.columns.map((column) =>
        ['   ', entityType(column.type), column.name, keysOf(table, column.name)].filter(Boolean).join(' '),
      ),
      '  }',
    ]),
    ...foreign(group),
    ...group.tables.flatMap((table) => relations(table).map((key) => relation(table, key))),
  ]);
}

// The tie to the tenant is every table's, and would hide the others.
function relations(table: TableDocumentation): ForeignKeyDocumentation[] {
  return table.foreignKeys.filter((key) => key.target !== 'core.tenants' || table.schema === 'core');
}

function relation(table: TableDocumentation, key: ForeignKeyDocumentation): string {
  const target = entity(key.target, table.schema);
  const label = key.columns.filter((column, _, all) => column !== 'tenant_id' || all.length === 1).join(', ');
  return `  ${target} ${key.optional ? '|o' : '||'}--${key.single ? 'o|' : 'o{'} ${table.name} : "${label}"`;
}

function foreign(group: GroupDocumentation): string[] {
  const names = group.tables.flatMap((table) =>
    relations(table)
      .filter((key) => !key.target.startsWith(`${table.schema}.`))
      .map((key) => `  ${entity(key.target, table.schema)}["${key.target}"]`),
  );
  return [...new Set(names)].sort();
}

function entity(target: string, schema: string): string {
  return target.startsWith(`${schema}.`) ? target.slice(schema.length + 1) : target.replace('.', '_');
}

// Mermaid takes neither dots nor commas in the type of an attribute.
function entityType(type: string): string {
  return type
    .replace(/^\w+\./, '')
    .replace(/\([^)]*\)/, '')
    .replace(/[^\w[\]]/g, '_');
}

function keysOf(table: TableDocumentation, column: string): string {
  return [
    ...(table.primaryKey.includes(column) ? ['PK'] : []),
    ...(column !== 'tenant_id' && table.foreignKeys.some((key) => key.columns.includes(column))
      ? ['FK']
      : []),
  ].join(', ');
}

function mermaid(lines: readonly string[]): string[] {
  return ['```mermaid', 'erDiagram', ...lines, '```', ''];
}
