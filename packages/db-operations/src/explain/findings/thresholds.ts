/** Rows from which on reading a whole table is worth a word: below, an index is hardly faster. */
export const LARGE_TABLE = 5_000;
/** Rows from which on work that leads to nothing is worth a word. */
export const MANY_ROWS = 1_000;
/** Read, compared or expected so many times as much as was wanted. */
export const FACTOR = 10;
/** Rows that two tables are compared by, over all loops. */
export const MANY_PAIRS = 50_000;
/** Loops over the inner side of a join. */
export const MANY_LOOPS = 100;
/** Milliseconds below which it does not matter what they were spent on. */
export const NOTICEABLE_MS = 10;
/** Below, PostgreSQL guesses the rows of a table that was never analyzed, or is empty; it does not matter. */
export const SMALL_TABLE_BYTES = 256 * 1024;
