const ISOLATION = '(?:READ UNCOMMITTED|READ COMMITTED|REPEATABLE READ|SERIALIZABLE)';
const MODES = `(?:\\s*,?\\s*(?:ISOLATION LEVEL ${ISOLATION}|READ ONLY|READ WRITE|NOT DEFERRABLE|DEFERRABLE))*`;
const NAME = '(?:[A-Za-z_][A-Za-z0-9_]*|"[A-Za-z0-9_ -]+")';

// The whole text has to match: what is not surely one of these is treated as any other statement.
const OPENS = new RegExp(`^\\s*(?:BEGIN(?: WORK| TRANSACTION)?|START TRANSACTION)${MODES}\\s*;?\\s*$`, 'i');
const MODE = new RegExp(`^\\s*SET TRANSACTION${MODES}\\s*;?\\s*$`, 'i');
const CLOSES = /^\s*(?:COMMIT|END|ROLLBACK|ABORT)(?: WORK| TRANSACTION)?\s*;?\s*$/i;
const SAVEPOINT = new RegExp(
  `^\\s*(?:RELEASE|ROLLBACK(?: WORK| TRANSACTION)? TO)(?: SAVEPOINT)? ${NAME}\\s*;?\\s*$`,
  'i',
);
const COMMITS = /^\s*(?:COMMIT|END)/i;

/** How a statement controls the transaction; `other` is any statement that needs the context. */
export type StatementKind = 'begin' | 'mode' | 'commit' | 'rollback' | 'savepoint' | 'other';

/**
 * Tells the statements that are sent without the context: those that open, close or shape a transaction. SAVEPOINT is
 * not one of them, as settings made after it would be undone with it.
 */
export function kindOfStatement(text: string): StatementKind {
  // The longest of them is far shorter; this keeps the patterns off ordinary queries.
  if (text.length > 120) return 'other';
  const first = text.trimStart().charAt(0).toUpperCase();
  if (!'BSCERA'.includes(first) || text.startsWith('SELECT')) return 'other';
  if (OPENS.test(text)) return 'begin';
  if (CLOSES.test(text)) return COMMITS.test(text) ? 'commit' : 'rollback';
  if (MODE.test(text)) return 'mode';
  return SAVEPOINT.test(text) ? 'savepoint' : 'other';
}
