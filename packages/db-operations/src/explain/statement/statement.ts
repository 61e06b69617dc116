import { OperationsError } from '../../errors.ts';
import { descendants } from '../tree.ts';
import { invalidQuery, utf16Offset } from './invalid-query.ts';

/** The one statement that is to be explained. */
export interface Statement {
  /** Without what stands around it: comments, white space, a semicolon. */
  readonly text: string;
  /** What was given, and where `text` begins in it, in UTF-16 units. */
  readonly source: string;
  readonly start: number;
  /** The highest n of $n; 0 without parameters. */
  readonly parameters: number;
  /** Whether it changes or locks rows by its own words. What a function does is not seen. */
  readonly writes: boolean;
  /** OFFSET of the outermost SELECT, where it is a number. */
  readonly offset: number | undefined;
  /** The parameter that OFFSET is, where it is one. */
  readonly offsetParameter: number | undefined;
}

const WRITES = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/**
 * Reads SQL with PostgreSQL's own parser.
 *
 * @throws OperationsError QUERY_INVALID for what cannot be read, with the place; QUERY_UNSUPPORTED for none, several, or one that has no plan
 */
export async function readStatement(sql: string): Promise<Statement> {
  // Loaded on use: 1.7 MB of wasm.
  const { hasSqlDetails, parse } = await import('libpg-query');
  const text = sql.replace(/^\uFEFF/, ' ');
  if (text.includes('\0'))
    throw invalidQuery(text.replaceAll('\0', ' '), text.indexOf('\0'), 'a NUL', undefined);
  if (isBlank(text)) throw unsupported('There is no statement to explain.');
  let statements: { stmt?: object; stmt_location?: number; stmt_len?: number }[];
  try {
    statements = (await parse(text)).stmts ?? [];
  } catch (cause) {
    const at = hasSqlDetails(cause) ? (cause.sqlDetails?.cursorPosition ?? 0) : 0;
    throw invalidQuery(text, utf16Offset(text, at), (cause as Error).message, cause);
  }
  const [first] = statements;
  if (first?.stmt === undefined) throw unsupported('There is no statement to explain.');
  if (statements.length > 1) {
    throw unsupported(`One statement has a plan; this holds ${statements.length}. Explain them one by one.`);
  }
  requirePlan(first.stmt);
  // The parser counts bytes.
  const bytes = Buffer.from(text, 'utf8');
  const from = first.stmt_location ?? 0;
  const end = first.stmt_len ? from + first.stmt_len : bytes.length;
  const whole = bytes.subarray(from, end).toString('utf8');
  const start = bytes.subarray(0, from).toString('utf8').length + (/^\s*/.exec(whole)?.[0].length ?? 0);
  const top = (first.stmt as { SelectStmt?: { limitOffset?: unknown } }).SelectStmt?.limitOffset;
  return {
    text: whole.trim(),
    source: text,
    start,
    parameters: Math.max(0, ...descendants(first.stmt, 'ParamRef').map(({ number }) => Number(number ?? 0))),
    writes:
      WRITES.some((kind) => kind in (first.stmt ?? {}) || descendants(first.stmt, kind).length > 0) ||
      descendants(first.stmt, 'LockingClause').length > 0,
    offset: numberIn(top),
    offsetParameter: descendants(top, 'ParamRef').map(({ number }) => Number(number))[0],
  };
}

function requirePlan(statement: object): void {
  if ('ExplainStmt' in statement) {
    throw unsupported('Give the query itself, without EXPLAIN in front.');
  }
  if ('SelectStmt' in statement) {
    const { intoClause } = statement.SelectStmt as { intoClause?: unknown };
    if (intoClause !== undefined)
      throw unsupported('SELECT INTO makes a table. Explain its SELECT without INTO.');
    return;
  }
  if (WRITES.some((kind) => kind in statement)) return;
  throw unsupported(
    'This statement has no plan: SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES have one. Of CREATE TABLE AS and the like explain the query inside.',
  );
}

function numberIn(node: unknown): number | undefined {
  const [constant] = descendants(node, 'A_Const');
  if (constant === undefined) return undefined;
  return Number((constant.ival as { ival?: number } | undefined)?.ival ?? Number.NaN) || undefined;
}

/** The parser refuses a text without a statement. */
function isBlank(text: string): boolean {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|[\s;]/g, '') === '';
}

function unsupported(message: string): OperationsError {
  return new OperationsError('QUERY_UNSUPPORTED', message);
}
