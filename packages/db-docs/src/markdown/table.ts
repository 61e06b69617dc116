import type { TableDocumentation } from '../schema-documentation.ts';
import { policyInSql, policyInWords } from '../words/policy.ts';
import { indexInWords } from '../words/table-index.ts';
import { cell, code, grid, part, tableLink } from './text.ts';

const list = (names: readonly string[]) => code(names.join(', '));

/** The section of a table. */
export function tableSection(table: TableDocumentation): string[] {
  const page = table.schema;
  const name = `${table.schema}.${table.name}`;
  return [
    `### ${name}`,
    '',
    ...(table.meaning ? [cell(table.meaning), ''] : []),
    [...(table.model ? [`Prisma: \`${table.model}\`.`] : []), ...table.facts].join(' '),
    ...(table.partitionedBy ? ['', `Partitioned by ${code(table.partitionedBy)}.`] : []),
    '',
    ...grid(
      ['column', 'type', 'null', 'default', 'meaning'],
      table.columns.map((column) => [
        code(column.name),
        code(column.type),
        column.nullable ? 'yes' : '',
        code(column.default),
        cell([column.meaning, ...column.marks.map((mark) => `_${mark}_`)].filter(Boolean).join(' ')),
      ]),
    ),
    ...(table.primaryKey.length > 0 ? [`**Primary key** ${list(table.primaryKey)}`, ''] : []),
    ...part(
      'Foreign keys',
      grid(
        ['columns', 'refers to', 'on delete'],
        table.foreignKeys.map((key) => [
          list(key.columns),
          `${tableLink(key.target, page)} ${code(`(${key.targetColumns.join(', ')})`)}`,
          key.onDelete,
        ]),
      ),
    ),
    ...(table.referredBy.length > 0
      ? [
          `**Referred to by** ${[...new Set(table.referredBy.map((one) => one.table))].map((one) => tableLink(one, page)).join(', ')}`,
          '',
        ]
      : []),
    ...part(
      'Indexes',
      grid(
        ['name', 'on', 'kind'],
        table.indexes.map((index) => [code(index.name), list(index.columns), cell(indexInWords(index))]),
      ),
    ),
    ...part(
      'Checks and exclusions',
      grid(
        ['name', 'rule'],
        table.rules.map((rule) => [code(rule.name), code(rule.sql)]),
      ),
    ),
    ...policies(table, name),
    ...part(
      'Triggers',
      grid(
        ['name', 'definition'],
        table.triggers.map((trigger) => [code(trigger.name), code(trigger.sql)]),
      ),
    ),
    ...(table.grants.length > 0
      ? [
          `**Grants** ${table.grants.map((grant) => `\`${grant.role}\`: ${grant.rights.join(', ')}`).join('; ')}`,
          '',
        ]
      : []),
  ];
}

function policies(table: TableDocumentation, name: string): string[] {
  const rows = table.policies.map((policy) => [
    code(policy.name),
    list(policy.roles),
    cell(policyInWords(policy)),
  ]);
  if (rows.length === 0) return [];
  return [
    ...part('Policies', grid(['name', 'who', 'what'], rows)),
    '<details><summary>Policies in SQL</summary>',
    '',
    '```sql',
    ...table.policies.map((policy) => policyInSql(name, policy)),
    '```',
    '',
    '</details>',
    '',
  ];
}
