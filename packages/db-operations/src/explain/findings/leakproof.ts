import type { ColumnFacts, TableFacts } from '../catalog/facts.ts';
import type { ColumnUse, Conjunct } from '../conditions/conditions.ts';
import type { Subject } from './finding.ts';

/**
 * Why a condition has to wait until the policies have been asked, which keeps it out of every index: the names of the operators and
 * functions that are not leakproof. Empty when nothing speaks against an index, or when that is not known.
 *
 * @see https://www.postgresql.org/docs/current/rules-privileges.html
 */
export function leaks(subject: Subject, table: TableFacts, conjunct: Conjunct): string[] {
  const { operators, functions } = subject.catalog;
  const leaking = (operator: string, use: ColumnUse) => {
    const column = table.columns.find(({ name }) => name === use.column);
    if (column === undefined) return false;
    const type = operandType(column, use);
    const known = operators.filter(({ name, left }) => name === operator && left === type);
    return known.length > 0 && !known.some(({ leakproof }) => leakproof);
  };
  return [
    ...new Set([
      ...conjunct.operators.filter((operator) => conjunct.columns.some((use) => leaking(operator, use))),
      ...conjunct.functions
        .filter(({ ofRow }) => ofRow)
        .filter(({ name }) =>
          functions.some((one) => !one.leakproof && [one.name, `${one.schema}.${one.name}`].includes(name)),
        )
        .map(({ name }) => `${name}()`),
    ]),
  ];
}

function operandType(column: ColumnFacts, { castTo }: ColumnUse): string {
  if (castTo !== undefined) return SQL_NAMES[castTo] ?? castTo;
  if (column.isEnum) return 'anyenum';
  if (column.type.endsWith('[]')) return 'anyarray';
  return column.type === 'character varying' ? 'text' : column.type;
}

/** The parser's names of types, as `format_type` writes them. */
const SQL_NAMES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  varchar: 'text',
};
