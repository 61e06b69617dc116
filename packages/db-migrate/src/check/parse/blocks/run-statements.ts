import type { Node } from 'libpg-query';
import type { Change, InnerStatement } from '../changes.ts';
import type { Parser } from '../parser.ts';
import type { StatementPlaces } from './body-places.ts';
import { evaluate, HOLE, type Text } from './evaluate.ts';
import { innerContexts } from './loops.ts';
import { type BlockStatement, ownQueries, partsOf, queryOf, statementsOf } from './plpgsql.ts';
import { type BlockContext, runSql, siteOf } from './run-sql.ts';

/** What statements run, one after the other, each branch and each round of a loop over constants. */
export function runStatements(list: unknown, context: BlockContext): InnerStatement[] {
  return statementsOf(list).flatMap((statement) => [
    ...ownStatements(statement, context),
    ...innerContexts(statement, context).flatMap((inner) =>
      partsOf(statement).flatMap((part) => runStatements(part, inner)),
    ),
  ]);
}

function ownStatements(statement: BlockStatement, context: BlockContext): InnerStatement[] {
  const { kind, line, node } = statement;
  const { parser, values, places } = context;
  const sql = queryOf(node.sqlstmt) ?? (QUERIES.has(kind) ? queryOf(node.query) : undefined);
  const computed = kind === 'dynexecute' || kind === 'dynfors' ? queryOf(node.query) : queryOf(node.dynquery);
  const others = ownQueries(statement).filter((query) => query !== sql && query !== computed);
  const statements = others.flatMap((query) => calledIn(query, places.at(withoutWord(query), line), context));
  if (sql !== undefined) statements.push(...runSql(sql, places.of(sql, line), context));
  if (computed !== undefined) {
    const place = places.at(computed, line);
    const [, ...called] = calledIn(computed, place, context);
    statements.push(...called, ...executed(evaluate(parser, computed, values), place, context));
  }
  return statements;
}

/** Those of which `query` is SQL; RETURN QUERY is one. */
const QUERIES: ReadonlySet<string> = new Set(['fors', 'return_query']);

/** What the functions do that an expression calls. */
export function calledIn(query: string, places: StatementPlaces, context: BlockContext): InnerStatement[] {
  const { parser, calls } = context;
  const statement = { at: places.start, text: query, changes: [] };
  if (!calls.mayBeIn(query)) return [statement];
  const node = statementOf(parser, query);
  return node === undefined ? [statement] : [statement, ...calls.within(node, siteOf(places, context))];
}

/** PL/pgSQL keeps SELECT for PERFORM, CALL, expressions and assignments. */
function statementOf(parser: Parser, query: string): Node | undefined {
  for (const text of [query, `SELECT ${query}`, `SELECT ${query.replace(/^[^:=]*:?=/, '')}`]) {
    try {
      return parser.parse(text).stmts?.[0]?.stmt;
    } catch {}
  }
  return undefined;
}

/** PERFORM is written as SELECT, so that only what follows is found in the script. */
function withoutWord(query: string): string {
  return query.replace(/^SELECT\s+/, '');
}

/** What EXECUTE runs. */
function executed({ text, isKnown }: Text, places: StatementPlaces, context: BlockContext): InnerStatement[] {
  const what = `EXECUTE runs ${excerpt(text)}`;
  const unseen = { at: places.start, text, changes: [{ kind: 'unseen' as const, what, at: places.start }] };
  let statements: InnerStatement[];
  try {
    statements = runSql(text, places, context);
  } catch {
    return [unseen];
  }
  if (isKnown) return statements;
  const told = (change: Change) => !subjectOf(change).includes(HOLE);
  const hidden = statements.some(({ changes }) =>
    changes.some((one) => !told(one) && !HARMLESS.has(one.kind)),
  );
  return [
    ...statements.map((statement) => ({ ...statement, changes: statement.changes.filter(told) })),
    ...(hidden ? [unseen] : []),
  ];
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

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === HOLE) return 'a text that is put together when it runs';
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
