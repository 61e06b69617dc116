import type { FuncCall, Node, SelectStmt } from 'libpg-query';
import { type Rows, sourceRows } from '../blocks/constant-rows.ts';
import type { Values } from '../blocks/evaluate.ts';
import { isNarrow } from '../writes.ts';

/** A call in a statement. */
export interface FoundCall {
  readonly call: FuncCall;
  /** Whether it may run for each row of a table. */
  readonly repeats: boolean;
  /** What its statement reads where these are constants, row by row; one without values where it reads nothing. */
  readonly rows: Rows;
}

const ONCE: Rows = [new Map()];

/** The calls below a node that are looked for. */
export function findCalls(root: Node, isMeant: (call: FuncCall) => boolean): FoundCall[] {
  const found: FoundCall[] = [];
  const visit = (value: unknown, repeats: boolean, rows: Rows): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) visit(one, repeats, rows);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (SELECTS.has(key)) visitSelect(inner, repeats, rows);
      else if (WRITES.has(key)) {
        const { withClause, ...rest } = inner;
        visit(withClause, repeats, rows);
        visit(rest, repeats || !isNarrow(inner.whereClause), rows);
      } else visit(inner, repeats, rows);
      if ((key === 'FuncCall' || key === 'funccall') && isMeant(inner))
        found.push({ call: inner, repeats, rows });
    }
  };
  const visitSelect = (select: SelectStmt, repeats: boolean, rows: Rows): void => {
    const { fromClause = [], withClause, ...rest } = select;
    const ofRows = fromClause.length > 0 && !isNarrow(select.whereClause) && select.limitCount === undefined;
    const isJoin = fromClause.length > 1 || fromClause.some((one) => 'JoinExpr' in one);
    visit(withClause, repeats, rows);
    visit(fromClause, repeats || (ofRows && isJoin), rows);
    const constants = qualified(select);
    visit(rest, repeats || (ofRows && constants === undefined), constants ?? rows);
  };
  visit(root, false, ONCE);
  return found;
}

const WRITES: ReadonlySet<string> = new Set(['UpdateStmt', 'DeleteStmt', 'MergeStmt']);
/** The two sides of UNION are SELECTs as well. */
const SELECTS: ReadonlySet<string> = new Set(['SelectStmt', 'larg', 'rarg']);

/** The constant rows that a SELECT reads, each column also behind the name of the source. */
function qualified(select: SelectStmt): Rows | undefined {
  const [source] = select.fromClause ?? [];
  const part = source && ('RangeFunction' in source ? source.RangeFunction : undefined);
  const alias =
    part?.alias ?? (source && 'RangeSubselect' in source ? source.RangeSubselect.alias : undefined);
  return sourceRows(select)?.map(
    (row): Values =>
      new Map(
        [...row].flatMap(([name, value]) => [
          [name, value],
          [`${alias?.aliasname}.${name}`, value],
        ]),
      ),
  );
}
