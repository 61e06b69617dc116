import type { Node, SelectStmt } from 'libpg-query';
import type { Parser } from '../parser.ts';
import { strings } from '../tree.ts';
import { expressionOf, textOf, type Values } from './evaluate.ts';

/** What a loop runs over, row by row: the values of its record's columns, or of its variable by the name ''. */
export type Rows = readonly Values[];

const NONE: Values = new Map();

/** The elements of `ARRAY['a', 'b']`; undefined for any other expression. */
export function constantElements(parser: Parser, expression: string): Rows | undefined {
  return elementsOf(expressionOf(parser, expression), '');
}

/** The rows of `SELECT * FROM (VALUES ('a', 'b'), …) AS t (x, y)`, or of an array that is unnested; else undefined. */
export function constantRows(parser: Parser, query: string): Rows | undefined {
  const [only] = parser.parse(query).stmts ?? [];
  if (only?.stmt === undefined || !('SelectStmt' in only.stmt)) return undefined;
  const { targetList = [] } = only.stmt.SelectStmt;
  return targetList.every(isBareColumn) ? sourceRows(only.stmt.SelectStmt) : undefined;
}

/** The rows of the only thing that a SELECT reads, VALUES or an array that is unnested; else undefined. */
export function sourceRows({ fromClause = [], whereClause, withClause }: SelectStmt): Rows | undefined {
  const [source] = fromClause;
  if (fromClause.length !== 1 || source === undefined) return undefined;
  if (whereClause !== undefined || withClause !== undefined) return undefined;
  if ('RangeFunction' in source) {
    const { alias, functions = [] } = source.RangeFunction;
    const [list] = functions;
    const [call] = (list !== undefined && 'List' in list && list.List.items) || [];
    if (call === undefined || !('FuncCall' in call) || strings(call.FuncCall.funcname).at(-1) !== 'unnest')
      return undefined;
    return elementsOf(call.FuncCall.args?.[0], strings(alias?.colnames)[0] ?? alias?.aliasname ?? 'unnest');
  }
  if (!('RangeSubselect' in source)) return undefined;
  const { alias, subquery } = source.RangeSubselect;
  const lists = (subquery && 'SelectStmt' in subquery && subquery.SelectStmt.valuesLists) || [];
  const names = strings(alias?.colnames);
  return lists.length === 0 ? undefined : allOrNone(lists.map((list) => rowOf(itemsOf(list), names)));
}

/** The elements of an array of constants, under a name. */
export function elementsOf(node: Node | undefined, name: string): Rows | undefined {
  if (node === undefined) return undefined;
  if ('TypeCast' in node) return elementsOf(node.TypeCast.arg, name);
  if (!('A_ArrayExpr' in node)) return undefined;
  return allOrNone((node.A_ArrayExpr.elements ?? []).map((one) => rowOf([one], [name])));
}

function rowOf(nodes: readonly Node[], names: readonly string[]): Values | undefined {
  const texts = nodes.map((node) => textOf(node, NONE));
  if (texts.some(({ isKnown }) => !isKnown)) return undefined;
  return new Map(texts.map(({ text }, index) => [names[index] ?? `column${index + 1}`, text]));
}

function allOrNone(rows: readonly (Values | undefined)[]): Rows | undefined {
  const known = rows.filter((row) => row !== undefined);
  return known.length === rows.length ? known : undefined;
}

function itemsOf(node: Node): readonly Node[] {
  return 'List' in node ? (node.List.items ?? []) : [];
}

/** `*` or a column under its own name, so that the record has the names of the source. */
function isBareColumn(target: Node): boolean {
  if (!('ResTarget' in target) || target.ResTarget.name !== undefined) return false;
  return target.ResTarget.val !== undefined && 'ColumnRef' in target.ResTarget.val;
}
