import pg from 'pg';
import { descendants, strings } from '../tree.ts';

/** A column as a plan's condition names it. */
export interface ColumnUse {
  readonly alias: string;
  readonly column: string;
  /** The type that it is cast to in the condition: `text` of `(u.email)::text`. */
  readonly castTo: string | undefined;
}

/** One of the conditions that AND joins. */
export interface Conjunct {
  /**
   * `equality`: a column is a value, one of several, NULL or true. `range`: it lies before or behind a value. `join`: columns of two tables are
   * equal. `other`: everything else, such as OR, LIKE, or a column within an expression.
   */
  readonly kind: 'equality' | 'range' | 'join' | 'other';
  readonly columns: readonly ColumnUse[];
  /** Operators between a column, or an expression of it, and something else. */
  readonly operators: readonly string[];
  readonly functions: readonly FunctionUse[];
  /** Of an `equality` with a value that is written in the plan, and not asked of a setting: the value as SQL. */
  readonly constant: string | undefined;
}

/** A function that a condition calls. */
export interface FunctionUse {
  /** `name` or `schema.name`. */
  readonly name: string;
  /** Whether it is given something of the row. */
  readonly ofRow: boolean;
}

type Parse = (sql: string) => Promise<{ stmts?: { stmt?: unknown }[] }>;
type Node = Record<string, unknown>;

/**
 * The conditions that AND joins in what a plan says of a `Filter` or an `Index Cond`. Sub-plans stand there in a form that is no SQL:
 * they are read as values. What cannot be read at all is left out, for findings only say what they are sure of.
 */
export async function readConjuncts(text: string): Promise<readonly Conjunct[]> {
  const { parse } = (await import('libpg-query')) as unknown as { parse: Parse };
  const sql = text
    .replaceAll(/\(\(?(?:hashed )?(?:SubPlan|InitPlan) \d+\)?\.\w+\)?/g, '(NULL)')
    .replaceAll(/(?:NOT )?(?:EXISTS)?\((?:hashed )?(?:SubPlan|InitPlan) \d+\)/g, '(NULL)')
    .replaceAll(/\((?:ANY|ALL) \(/g, '((');
  try {
    const { stmts = [] } = await parse(`SELECT WHERE ${sql}`);
    const where = (stmts[0]?.stmt as { SelectStmt?: { whereClause?: Node } })?.SelectStmt?.whereClause;
    return where === undefined ? [] : split(where).map(toConjunct);
  } catch {
    return [];
  }
}

function split(node: Node): Node[] {
  const { boolop, args } = (node.BoolExpr ?? {}) as { boolop?: string; args?: Node[] };
  return boolop === 'AND_EXPR' ? (args ?? []).flatMap(split) : [node];
}

function toConjunct(node: Node): Conjunct {
  const columns = columnsOf(node);
  return {
    kind: kindOf(node),
    columns,
    operators: operatorsOf(node),
    functions: descendants(node, 'FuncCall').map((call) => ({
      name: strings(call.funcname).join('.'),
      ofRow: columnsOf(call.args).length > 0,
    })),
    constant: constantOf(node),
  };
}

function kindOf(node: Node): Conjunct['kind'] {
  if (node.ColumnRef !== undefined) return 'equality';
  const { arg: tested, nulltesttype } = (node.NullTest ?? {}) as { arg?: Node; nulltesttype?: string };
  if (nulltesttype === 'IS_NULL' && tested && plainColumn(tested)) return 'equality';
  const { boolop, args } = (node.BoolExpr ?? {}) as { boolop?: string; args?: Node[] };
  if (boolop === 'NOT_EXPR' && args?.[0]?.ColumnRef !== undefined) return 'equality';
  const { kind, name, lexpr, rexpr } = (node.A_Expr ?? {}) as {
    kind?: string;
    name?: unknown;
    lexpr?: Node;
    rexpr?: Node;
  };
  if (lexpr === undefined || rexpr === undefined) return 'other';
  const [operator = ''] = strings(name).slice(-1);
  const sides = [plainColumn(lexpr), plainColumn(rexpr)];
  if (kind === 'AEXPR_OP' && operator === '=' && sides[0] && sides[1]) return 'join';
  const [column, value] = sides[0] ? [lexpr, rexpr] : [rexpr, lexpr];
  if (!plainColumn(column) || columnsOf(value).length > 0) return 'other';
  if (operator === '=' && (kind === 'AEXPR_OP' || kind === 'AEXPR_OP_ANY')) return 'equality';
  return kind === 'AEXPR_OP' && ['<', '<=', '>', '>='].includes(operator) ? 'range' : 'other';
}

/** A column as it is, or cast to a type that only looks different, as text is to a varchar. */
function plainColumn(node: Node): boolean {
  if (node.ColumnRef !== undefined) return true;
  const cast = node.TypeCast as { arg?: Node; typeName?: Node } | undefined;
  return cast?.arg?.ColumnRef !== undefined && typeName(cast.typeName) === 'text';
}

function columnsOf(node: unknown): ColumnUse[] {
  const found: ColumnUse[] = [];
  const visit = (part: unknown, castTo?: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { ColumnRef: column, TypeCast: cast } = part as {
      ColumnRef?: Node;
      TypeCast?: { arg?: Node; typeName?: Node };
    };
    if (column !== undefined) {
      const names = strings(column.fields);
      found.push({ alias: names.at(-2) ?? '', column: names.at(-1) ?? '', castTo });
    } else if (cast !== undefined) visit(cast.arg, typeName(cast.typeName));
    else for (const value of Object.values(part)) visit(value);
  };
  visit(node);
  return found;
}

function constantOf(node: Node): string | undefined {
  if (kindOf(node) !== 'equality' || descendants(node, 'FuncCall').length > 0) return undefined;
  const [value, ...more] = descendants(node, 'A_Const');
  if (value === undefined || more.length > 0) return undefined;
  const { sval, ival, boolval } = value as Record<string, Record<string, unknown> | undefined>;
  // An array's literal begins so; it is no single value.
  if (sval !== undefined)
    return String(sval.sval).startsWith('{') ? undefined : pg.escapeLiteral(String(sval.sval));
  if (ival !== undefined) return String(ival.ival ?? 0);
  return boolval === undefined ? undefined : String(boolval.boolval ?? false);
}

/** Of expressions that a column takes part in. */
function operatorsOf(node: unknown): string[] {
  return descendants(node, 'A_Expr')
    .filter((expression) => columnsOf([expression.lexpr, expression.rexpr]).length > 0)
    .flatMap((expression) => strings(expression.name).slice(-1));
}

function typeName(type: Node | undefined): string {
  return strings(type?.names).at(-1) ?? '';
}
