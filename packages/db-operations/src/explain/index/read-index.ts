import { OperationsError } from '../../errors.ts';
import { invalidQuery, utf16Offset } from '../statement/invalid-query.ts';

/** What an index that is only tried is called. */
export const TRIED = 'orgdb_tried';

const DEFINITION =
  /^\s*(?:CREATE\s+(?<unique>UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(?:(?!ON\s)(?:"[^"]+"|\w+)\s+)?)?(?<rest>ON\s[\s\S]*?)[;\s]*$/i;

/**
 * The statement that makes an index under the name of `TRIED`.
 *
 * @param text `ON schema.table (columns)`, or a whole CREATE INDEX, as findings propose it
 * @throws OperationsError QUERY_UNSUPPORTED, QUERY_INVALID
 */
export async function readIndex(text: string): Promise<string> {
  const { rest, unique = '' } = DEFINITION.exec(text)?.groups ?? {};
  if (rest === undefined || rest.includes('\0')) {
    throw new OperationsError(
      'QUERY_UNSUPPORTED',
      'An index is given as "ON schema.table (columns)", or as CREATE INDEX.',
    );
  }
  const sql = `CREATE ${unique}INDEX ${TRIED} ${rest}`;
  const { hasSqlDetails, parse } = await import('libpg-query');
  try {
    const { stmts = [] } = await parse(sql);
    if (stmts.length === 1 && stmts[0]?.stmt !== undefined && 'IndexStmt' in stmts[0].stmt) return sql;
  } catch (cause) {
    const at = hasSqlDetails(cause) ? (cause.sqlDetails?.cursorPosition ?? 0) : 0;
    throw invalidQuery(sql, utf16Offset(sql, at), (cause as Error).message, cause);
  }
  throw new OperationsError('QUERY_UNSUPPORTED', 'One index can be tried at a time.');
}
