import type { Node } from 'libpg-query';
import type { CallSite, Calls } from '../calls/calls.ts';
import type { InnerStatement } from '../changes.ts';
import type { Parser } from '../parser.ts';
import { byteOffsets } from '../places.ts';
import { translate } from '../translate.ts';
import { strings } from '../tree.ts';
import type { BodyPlaces, StatementPlaces } from './body-places.ts';
import type { Values } from './evaluate.ts';
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
  /** The functions that may be called. */
  readonly calls: Calls;
}

/** The statements of a text in SQL. @throws when PostgreSQL refuses it */
export function runSql(sql: string, places: StatementPlaces, context: BlockContext): InnerStatement[] {
  const { stmts = [] } = context.parser.parse(sql);
  const toOffset = byteOffsets(sql);
  return stmts.flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    const end = length === undefined ? sql.length : toOffset(from + length);
    return stmt === undefined ? [] : runNode(stmt, sql.slice(toOffset(from), end), places, context);
  });
}

/** One statement in SQL, and what the functions do that it calls; its text is empty where it has none. */
export function runNode(
  node: Node,
  text: string,
  places: StatementPlaces,
  context: BlockContext,
): InnerStatement[] {
  const at = places.start;
  if ('DoStmt' in node) {
    return [{ at, text, changes: [{ kind: 'unseen', what: 'EXECUTE runs a DO block', at }] }];
  }
  const { calls } = context;
  calls.note(node, at);
  // Before the variables are marked, which arguments may be.
  const called = text === '' || calls.mayBeIn(text) ? calls.within(node, siteOf(places, context)) : [];
  markValues(node, context);
  // Which of the branches runs is not known, so nothing follows from what one of them adds.
  const changes = translate(node, places).map((change) =>
    change.kind === 'add-column' || change.kind === 'create-table'
      ? { ...change, ifNotExists: true }
      : change,
  );
  return [{ at, text, changes }, ...called];
}

/** Where the calls of a statement stand. */
export function siteOf(places: StatementPlaces, { values, repeats, commits }: BlockContext): CallSite {
  return { placeOf: places.ofByte, values, repeats, commits };
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
