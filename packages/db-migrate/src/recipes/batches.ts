/** Rows of one transaction. */
export const BATCH = 5000;

/**
 * SQL that changes rows in batches, each of which commits: writers wait for one batch at most, and a run that is
 * interrupted goes on where it ended.
 *
 * @param table as SQL
 * @param assignments the SET list
 * @param remaining the condition that a row meets until it is done
 */
export function inBatches(
  table: string,
  assignments: string,
  remaining: string,
  size: number = BATCH,
): string {
  return `DO $$
DECLARE
  changed bigint;
BEGIN
  LOOP
    UPDATE ${table} SET ${assignments}
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${remaining} LIMIT ${size} FOR UPDATE));
    GET DIAGNOSTICS changed = ROW_COUNT;
    EXIT WHEN changed = 0;
    COMMIT;
  END LOOP;
END
$$;
`;
}

/** Whether a statement is such a loop: what is done is not done again, so it may be run anew after it was interrupted. */
export function isBatchLoop(statement: string): boolean {
  return /^\s*DO\s+\$\$\s*DECLARE\s+changed bigint;\s*BEGIN\s+LOOP\s+(?:(?!;).)*;\s*GET DIAGNOSTICS changed = ROW_COUNT;\s*EXIT WHEN changed = 0;\s*COMMIT;\s*END LOOP;\s*END\s*\$\$\s*;?\s*$/s.test(
    statement.replace(/^(?:\s+|--[^\n]*\n)+/, ''),
  );
}
