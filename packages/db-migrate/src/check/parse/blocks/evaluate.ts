import type { Node } from 'libpg-query';
import type { Parser } from '../parser.ts';
import { strings } from '../tree.ts';

/** The text that an expression gives, with `HOLE` for each part that is not known before it runs. */
export interface Text {
  readonly text: string;
  readonly isKnown: boolean;
}

/** Stands for what is not known: PostgreSQL takes it as a name, in quotation marks or not. */
export const HOLE = '…';

/** The values of variables that are known, by `name`, `record.field` or `$1`. */
export type Values = ReadonlyMap<string, string>;

const UNKNOWN: Text = { text: HOLE, isKnown: false };

/** The text that an expression of PL/pgSQL gives, as far as it consists of constants. */
export function evaluate(parser: Parser, expression: string, values: Values): Text {
  const node = expressionOf(parser, expression);
  return node === undefined ? UNKNOWN : textOf(node, values);
}

/** An expression as a node; undefined when it is none. */
export function expressionOf(parser: Parser, expression: string): Node | undefined {
  try {
    const statement = parser.parse(`SELECT ${expression}`).stmts?.[0]?.stmt;
    const [target] = (statement && 'SelectStmt' in statement && statement.SelectStmt.targetList) || [];
    return target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  } catch {
    return undefined;
  }
}

/** The text that a node gives, as far as it consists of constants. */
export function textOf(node: Node, values: Values): Text {
  if ('A_Const' in node) {
    const { sval, ival } = node.A_Const;
    if (sval !== undefined) return { text: sval.sval ?? '', isKnown: true };
    return ival === undefined ? UNKNOWN : { text: String(ival.ival ?? 0), isKnown: true };
  }
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return textOf(node.TypeCast.arg, values);
  if ('ColumnRef' in node) return heldValue(values.get(strings(node.ColumnRef.fields).join('.')));
  if ('ParamRef' in node) return heldValue(values.get(`$${node.ParamRef.number}`));
  if ('A_Expr' in node) {
    const { name, lexpr, rexpr } = node.A_Expr;
    if (strings(name)[0] !== '||' || lexpr === undefined || rexpr === undefined) return UNKNOWN;
    return join([textOf(lexpr, values), textOf(rexpr, values)]);
  }
  if ('FuncCall' in node) {
    const args = (node.FuncCall.args ?? []).map((one) => textOf(one, values));
    return call(strings(node.FuncCall.funcname).at(-1), args);
  }
  return UNKNOWN;
}

function heldValue(text: string | undefined): Text {
  return text === undefined ? UNKNOWN : { text, isKnown: true };
}

function call(name: string | undefined, args: readonly Text[]): Text {
  const [first = UNKNOWN, ...rest] = args;
  switch (name) {
    case 'format':
      return first.isKnown ? format(first.text, rest) : UNKNOWN;
    case 'quote_ident':
      return quoted(first, '"');
    case 'quote_literal':
    case 'quote_nullable':
      return quoted(first, "'");
    case 'concat':
      return join(args);
    default:
      return UNKNOWN;
  }
}

const SPECIFIER = /%(?:(\d+)\$)?(?:-?\d*)([sIL%])/g;

/** https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT */
function format(template: string, args: readonly Text[]): Text {
  const parts: Text[] = [];
  let next = 0;
  let end = 0;
  for (const { 0: match, 1: position, 2: type, index } of template.matchAll(SPECIFIER)) {
    parts.push({ text: template.slice(end, index), isKnown: true });
    end = index + match.length;
    if (type === '%') {
      parts.push({ text: '%', isKnown: true });
      continue;
    }
    if (position !== undefined) next = Number(position) - 1;
    const value = args[next] ?? UNKNOWN;
    next += 1;
    parts.push(type === 's' ? value : quoted(value, type === 'I' ? '"' : "'"));
  }
  return join([...parts, { text: template.slice(end), isKnown: true }]);
}

function quoted({ text, isKnown }: Text, mark: '"' | "'"): Text {
  return { text: `${mark}${text.replaceAll(mark, mark + mark)}${mark}`, isKnown };
}

function join(parts: readonly Text[]): Text {
  return { text: parts.map(({ text }) => text).join(''), isKnown: parts.every(({ isKnown }) => isKnown) };
}
