import type { Node } from 'libpg-query';
import type { Change, PlacedChange } from '../changes.ts';
import type { Parser } from '../parser.ts';
import { translate } from '../translate.ts';
import { strings } from '../tree.ts';
import type { BodyPlaces, StatementPlaces } from './body-places.ts';
import { constantElements, constantRows, type Rows } from './constant-rows.ts';
import { evaluate, HOLE, type Text, type Values } from './evaluate.ts';
import { type BlockStatement, partsOf, queryOf, statementsOf, variablesOf } from './plpgsql.ts';
import type { Variables } from './variables.ts';

export interface BlockContext {
  readonly parser: Parser;
  readonly variables: Variables;
  /** What variables hold here. */
  readonly values: Values;
  readonly places: BodyPlaces;
  /** The block ends transactions itself, so that what it does in a loop is done in batches. */
  readonly commits: boolean;
  /** Within a loop whose rows are not known. */
  readonly repeats: boolean;
}

/** What statements do, one after the other, each branch and each round of a loop over constants. */
export function runStatements(list: unknown, context: BlockContext): PlacedChange[] {
  return statementsOf(list).flatMap((statement) => [
    ...ownChanges(statement, context),
    ...innerContexts(statement, context).flatMap((inner) =>
      partsOf(statement).flatMap((part) => runStatements(part, inner)),
    ),
  ]);
}

function ownChanges({ kind, line, node }: BlockStatement, context: BlockContext): PlacedChange[] {
  const { parser, values, places } = context;
  const sql = queryOf(node.sqlstmt) ?? (kind === 'fors' ? queryOf(node.query) : undefined);
  if (sql !== undefined) return changesOf(sql, places.of(sql, line), context);
  const computed = kind === 'dynexecute' || kind === 'dynfors' ? queryOf(node.query) : undefined;
  if (computed === undefined) return [];
  return executed(evaluate(parser, computed, values), places.at(computed, line), context);
}

/** What EXECUTE runs. */
function executed({ text, isKnown }: Text, places: StatementPlaces, context: BlockContext): PlacedChange[] {
  const unseen = (): PlacedChange[] => [
    { kind: 'unseen', what: `EXECUTE runs ${excerpt(text)}`, at: places.start },
  ];
  let changes: PlacedChange[];
  try {
    changes = changesOf(text, places, context);
  } catch {
    return unseen();
  }
  if (isKnown) return changes;
  const told = changes.filter((change) => !subjectOf(change).includes(HOLE));
  const hidden = changes.some((change) => subjectOf(change).includes(HOLE) && !HARMLESS.has(change.kind));
  return hidden ? [...told, ...unseen()] : told;
}

/** What does no harm whatever it is done to; a table that is created with an unknown name is empty. */
const HARMLESS: ReadonlySet<Change['kind']> = new Set([
  'create-table',
  'create-enum',
  'create-function',
  'drop-not-null',
  'set-default',
  'row-security',
  'create-policy',
]);

/** What a change is done to. */
function subjectOf(change: Change): string {
  if ('table' in change) return change.table;
  if ('type' in change) return change.type;
  if ('index' in change) return change.index;
  return 'schema' in change ? change.schema : JSON.stringify(change);
}

function changesOf(sql: string, places: StatementPlaces, context: BlockContext): PlacedChange[] {
  const { stmts = [] } = context.parser.parse(sql);
  return stmts.flatMap(({ stmt }) => {
    if (stmt === undefined) return [];
    if ('DoStmt' in stmt)
      return [{ kind: 'unseen' as const, what: 'EXECUTE runs a DO block', at: places.start }];
    markValues(stmt, context);
    // Which of the branches runs is not known, so nothing follows from what one of them adds.
    return translate(stmt, places).map((change) =>
      change.kind === 'add-column' || change.kind === 'create-table'
        ? { ...change, ifNotExists: true }
        : change,
    );
  });
}

/** Makes a value of each variable in a statement, or in a loop that does not commit, where they add up to all rows, none. */
function markValues(root: Node, { variables, commits, repeats }: BlockContext): void {
  const areValues = commits || !repeats;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Record<string, unknown>;
    const [name] = strings((node.ColumnRef as { fields?: Node[] } | undefined)?.fields);
    if (areValues && name !== undefined && variables.names.has(name)) {
      delete node.ColumnRef;
      node.ParamRef = {};
    }
    if (!areValues) delete node.ParamRef;
    for (const one of Object.values(node)) visit(one);
  };
  visit(root);
}

/** A statement's inside, once for each row of a loop over constants. */
function innerContexts(statement: BlockStatement, context: BlockContext): BlockContext[] {
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

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === HOLE) return 'a text that is put together when it runs';
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
