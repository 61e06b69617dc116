import type { TableDocumentation } from '../schema-documentation.ts';
import { policyInSql, policyInWords } from '../words/policy.ts';
import { indexInWords } from '../words/table-index.ts';
import { code, escapeHtml, grid, inline, tableLink } from './text.ts';

const list = (names: readonly string[]) => code(names.join(', '));

/** The section of a table. */
export function tableSection(table: TableDocumentation): string {
  const id = `${table.schema}.${table.name}`;
  return [
    `<section class="table" id="${escapeHtml(id)}" data-kind="table" aria-labelledby="${escapeHtml(id)}:name">`,
    `<h4 id="${escapeHtml(id)}:name"><a href="#${escapeHtml(id)}">${escapeHtml(id)}</a>${table.model ? ` <small>${escapeHtml(table.model)}</small>` : ''}</h4>`,
    ...(table.meaning ? [`<p class="meaning">${inline(table.meaning)}</p>`] : []),
    `<p class="facts">${[...table.facts, ...(table.partitionedBy ? [`Partitioned by \`${table.partitionedBy}\`.`] : [])].map((fact) => `<span>${inline(fact)}</span>`).join(' ')}</p>`,
    grid(
      'Columns',
      ['column', 'type', 'null', 'default', 'meaning'],
      table.columns.map((column) => ({
        id: `${id}.${column.name}`,
        kind: 'column',
        cells: [
          `${code(column.name)}${keyMark(table, column.name)}`,
          typeOf(column.type),
          column.nullable ? 'null' : '',
          code(column.default),
          [inline(column.meaning), ...column.marks.map((mark) => `<em class="mark">${mark}</em>`)]
            .filter(Boolean)
            .join(' '),
        ],
      })),
    ),
    grid(
      'Foreign keys',
      ['columns', 'refers to', 'on delete'],
      table.foreignKeys.map((key) => ({
        cells: [
          list(key.columns),
          `${tableLink(key.target, table.schema)} ${code(`(${key.targetColumns.join(', ')})`)}`,
          escapeHtml(key.onDelete),
        ],
      })),
    ),
    referredBy(table),
    grid(
      'Indexes',
      ['name', 'on', 'kind'],
      table.indexes.map((index) => ({
        id: `${id}:${index.name}`,
        kind: 'index',
        cells: [code(index.name), list(index.columns), escapeHtml(indexInWords(index))],
      })),
    ),
    grid(
      'Checks and exclusions',
      ['name', 'rule'],
      table.rules.map((rule) => ({
        id: `${id}:${rule.name}`,
        kind: rule.kind,
        cells: [code(rule.name), code(rule.sql)],
      })),
    ),
    policies(table, id),
    grid(
      'Triggers',
      ['name', 'definition'],
      table.triggers.map((one) => ({ cells: [code(one.name), code(one.sql)] })),
    ),
    table.grants.length > 0
      ? `<p class="grants"><b>Grants</b> ${table.grants.map((grant) => `<code>${escapeHtml(grant.role)}</code> ${escapeHtml(grant.rights.join(', '))}`).join('; ')}</p>`
      : '',
    '</section>',
  ]
    .filter(Boolean)
    .join('\n');
}

function policies(table: TableDocumentation, id: string): string {
  if (table.policies.length === 0) return '';
  const rows = table.policies.map((one) => ({
    cells: [code(one.name), list(one.roles), escapeHtml(policyInWords(one))],
  }));
  const sql = table.policies.map((one) => policyInSql(id, one)).join('\n');
  return `${grid('Policies', ['name', 'who', 'what'], rows)}\n<details><summary>Policies in SQL</summary><pre>${escapeHtml(sql)}</pre></details>`;
}

function referredBy(table: TableDocumentation): string {
  const names = [...new Set(table.referredBy.map((one) => one.table))];
  if (names.length === 0) return '';
  return `<p class="grants"><b>Referred to by</b> ${names.map((name) => tableLink(name, table.schema)).join(', ')}</p>`;
}

function keyMark(table: TableDocumentation, column: string): string {
  if (table.primaryKey.includes(column)) return ' <abbr title="part of the primary key">PK</abbr>';
  const refers = table.foreignKeys.some((key) => key.columns.includes(column));
  return refers ? ' <abbr title="part of a foreign key">FK</abbr>' : '';
}

// An enum is the only type that is printed with one of our schemas.
function typeOf(type: string): string {
  const [, schema, name] = /^(\w+)\.(\w+)(?:\[\])?$/.exec(type) ?? [];
  return schema ? `<a href="#enum:${schema}.${name}">${code(type)}</a>` : code(type);
}
