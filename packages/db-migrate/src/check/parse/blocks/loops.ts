import type { Parser } from '../parser.ts';
import { constantElements, constantRows, type Rows } from './constant-rows.ts';
import { type BlockStatement, queryOf, variablesOf } from './plpgsql.ts';
import type { BlockContext } from './run-sql.ts';
import type { Variables } from './variables.ts';

/** A statement's inside, once for each row of a loop over constants. */
export function innerContexts(statement: BlockStatement, context: BlockContext): BlockContext[] {
  if (!LOOPS.has(statement.kind)) return [context];
  const rows = rowsOf(statement, context);
  if (rows === undefined) return [{ ...context, repeats: true }];
  return rows.map((row) => ({ ...context, values: new Map([...context.values, ...row]) }));
}

const LOOPS = new Set(['loop', 'while', 'fori', 'fors', 'forc', 'dynfors', 'foreach_a']);

/** More of them would only say the same again. */
const MOST_ROWS = 200;

function rowsOf(loop: BlockStatement, { parser, variables }: BlockContext): Rows | undefined {
  const { kind, node } = loop;
  const names = kind === 'foreach_a' ? [variables.nameOf(node.varno)] : variablesOf(node.var);
  const [name] = names;
  if (name === undefined || names.length > 1 || !variables.isKept(name, loop)) return undefined;
  const rows = kind === 'foreach_a' ? elements(node, parser, variables) : queryRows(kind, node, parser);
  if (rows === undefined || rows.length > MOST_ROWS) return undefined;
  const isRecord = kind === 'fors' && 'PLpgSQL_rec' in (node.var as object);
  return rows.map(
    (row) =>
      new Map([...row].map(([column, value]) => [isRecord ? `${name}.${column}` : name, value] as const)),
  );
}

function elements(node: BlockStatement['node'], parser: Parser, variables: Variables): Rows | undefined {
  const expression = queryOf(node.expr)?.trim();
  if (expression === undefined) return undefined;
  return constantElements(parser, variables.expressions.get(expression) ?? expression);
}

function queryRows(kind: string, node: BlockStatement['node'], parser: Parser): Rows | undefined {
  const query = kind === 'fors' ? queryOf(node.query) : undefined;
  return query === undefined ? undefined : constantRows(parser, query);
}
