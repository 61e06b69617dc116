// Comments in front, EXPLAIN (it can create tables), DO, CALL and everything else are not worth telling apart.
const PASSING =
  /^[\s(]*(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|VALUES|TABLE|SHOW|LOCK|NOTIFY|SAVEPOINT|FETCH|MOVE|CLOSE|SET\s+(?:LOCAL|CONSTRAINTS))\b/i;
const SESSION_FUNCTION = /\bset_config\b|\bpg_(?:try_)?advisory_lock/i;

/**
 * May a statement leave something on its connection that outlives the transaction: a setting, a role, a prepared
 * statement, a temporary table, a lock, a channel listened to?
 *
 * Decided by the text, before it runs: not all of these are undone when the statement fails. When in doubt the answer
 * is yes, which costs a new connection.
 */
export function mayLeaveTrace(text: string): boolean {
  return !PASSING.test(text) || SESSION_FUNCTION.test(text);
}
