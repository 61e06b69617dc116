import { type Client, DatabaseError } from 'pg';
import { SchemaEngineError } from '../errors.ts';
import { StatementFailure, sendCounted } from './counted-query.ts';
import { addExcerpt, addNote, describeRange } from './error-excerpt.ts';
import { type Journal, noJournal } from './journal.ts';
import { type Retries, withRetries } from './retries.ts';
import { isOneTransaction, learn, nextStep, planScript, type ScriptPlan, type Step } from './script-plan.ts';

export interface ScriptOptions {
  readonly journal?: Journal;
  readonly retries?: Retries | undefined;
  /** Statements at the beginning that have been applied before. */
  readonly from?: number;
  /** Waits for locks as long as it takes where that keeps nobody else waiting: `CONCURRENTLY`. */
  readonly patient?: boolean;
}

/**
 * Runs a script of any number of statements, in the order written.
 *
 * All of it or nothing, in one transaction, unless Postgres forbids that: statements that cannot run in a transaction (CREATE INDEX CONCURRENTLY,
 * VACUUM …) run by themselves, an enum value that the script adds is committed before it is used, and what stands between runs in
 * as few transactions as possible. The journal then tells how far it came. A script that begins and ends transactions itself decides for itself.
 *
 * @throws {DatabaseError} of the failing statement; `noteOn` has the lines of the script and what became of the rest.
 * @throws {SchemaEngineError} `TRANSACTION_LEFT_OPEN` when the script begins a transaction and does not end it; what
 * it did in there is rolled back.
 */
export async function executeScript(
  client: Client,
  script: string,
  options: ScriptOptions = {},
): Promise<void> {
  const plan = await planScript(script.replace(/^\uFEFF/, ' '));
  if (isOneTransaction(plan) && !options.from) {
    const finished = await runWhole(client, plan, options);
    if (finished) {
      return;
    }
  }
  await runInSteps(client, plan, options);
}

/** @returns false when Postgres refuses the script in one transaction, of which the plan has learned then */
async function runWhole(
  client: Client,
  plan: ScriptPlan,
  { journal = noJournal, retries }: ScriptOptions,
): Promise<boolean> {
  const sql = journal.whole();
  try {
    await withRetries(retries, () => sendCounted(client, joined(plan.script, sql)));
  } catch (failure) {
    await rollBack(client);
    const whole = { first: 0, end: plan.statements.length, inTransaction: true };
    const { error, failing } = read(failure, whole);
    if (learn(plan, whole, failing, codeOf(error))) {
      return false;
    }
    addExcerpt(error, plan.script, plan.statements, failing, 0);
    addNote(error, 'Nothing of the script was applied: it ran in one transaction.');
    // The server's answer to the script matters more than one to this.
    await journal.begin().catch(() => undefined);
    throw error;
  }
  if (sql !== undefined) {
    journal.finished();
  }
  return true;
}

async function runInSteps(
  client: Client,
  plan: ScriptPlan,
  { journal = noJournal, retries, from = 0, patient = false }: ScriptOptions,
): Promise<void> {
  const count = plan.statements.length;
  await journal.begin();
  let done = from;
  let kept = from;
  let step: Step = { first: 0, end: 0, inTransaction: false };
  while (done < count) {
    step = nextStep(plan, done);
    try {
      await runStep(client, plan, step, { journal, retries, patient });
      done = step.end;
      kept = client.getTransactionStatus() === 'I' ? done : kept;
    } catch (failure) {
      const { error, failing } = read(failure, step);
      await rollBack(client);
      if (!learn(plan, step, failing, codeOf(error))) {
        addExcerpt(error, plan.script, plan.statements, failing, plan.statements[step.first]?.offset ?? 0);
        addNote(error, outcome(plan, kept));
        throw error;
      }
    }
  }
  await assertClosed(client, plan, kept);
  const sql = step.inTransaction ? undefined : journal.finish();
  if (sql !== undefined) {
    await client.query(sql);
    journal.finished();
  }
}

/** One transaction, or one statement outside of any, with what the journal is to say of it. */
async function runStep(
  client: Client,
  plan: ScriptPlan,
  step: Step,
  { journal = noJournal, retries, patient = false }: ScriptOptions,
): Promise<void> {
  const { statements, script } = plan;
  const isLast = step.end === statements.length;
  if (step.inTransaction) {
    const kept = `Applied and kept: ${describeRange(script, statements, 0, step.end)} of ${statements.length}.`;
    const sql = isLast ? journal.finish() : journal.progress(kept, step.end);
    await withRetries(retries, () => send(client, plan, step, sql));
    return isLast && sql !== undefined ? journal.finished() : undefined;
  }
  if (client.getTransactionStatus() === 'I') {
    const before =
      step.first === 0
        ? 'Nothing before it.'
        : `Applied and kept: ${describeRange(script, statements, 0, step.first)}.`;
    const note = `${before} Begun, and perhaps not ended: ${describeRange(script, statements, step.first, step.end)} of ${statements.length}.`;
    const sql = journal.progress(note, step.first);
    if (sql !== undefined) {
      await client.query(sql);
    }
  }
  const run = () => send(client, plan, step, undefined);
  await (patient && /\bCONCURRENTLY\b/i.test(statements[step.first]?.text ?? '')
    ? withoutLockTimeout(client, run)
    : run());
}

/**
 * A concurrent build waits for every transaction that was there before it, and keeps no reader or writer waiting meanwhile. A time-out
 * that is meant for other locks would end it, and leave an index that is not valid.
 */
async function withoutLockTimeout(client: Client, run: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ timeout: string }>(
    "SELECT current_setting('lock_timeout') AS timeout, set_config('lock_timeout', '0', false)",
  );
  try {
    await run();
  } finally {
    await client
      .query("SELECT set_config('lock_timeout', $1, false)", [rows[0]?.timeout])
      .catch(() => undefined);
  }
}

function send(client: Client, plan: ScriptPlan, step: Step, journalSql: string | undefined): Promise<void> {
  const from = plan.statements[step.first]?.offset ?? 0;
  const last = plan.statements[step.end - 1];
  const text = last === undefined ? '' : plan.script.slice(from, last.offset + last.text.length);
  return sendCounted(client, joined(text, journalSql));
}

/** On a line of its own: the script may end with a comment. */
function joined(script: string, journalSql: string | undefined): string {
  return journalSql === undefined ? script : `${script}\n;${journalSql}`;
}

function read(failure: unknown, step: Step): { error: unknown; failing: number } {
  return failure instanceof StatementFailure
    ? { error: failure.cause, failing: step.first + failure.completed }
    : { error: failure, failing: step.first };
}

function outcome({ script, statements, controlsTransactions }: ScriptPlan, kept: number): string {
  if (kept === 0) {
    return 'Nothing of the script was kept.';
  }
  const range = describeRange(script, statements, 0, kept);
  return controlsTransactions
    ? `Run before, in the script's own transactions: ${range}. What stands after them was not applied, or was rolled back.`
    : `Applied and kept: ${range}. What stands after them was not applied.`;
}

async function assertClosed(client: Client, plan: ScriptPlan, kept: number): Promise<void> {
  if (client.getTransactionStatus() === 'I') {
    return;
  }
  await rollBack(client);
  const error = new SchemaEngineError(
    'TRANSACTION_LEFT_OPEN',
    'The script begins a transaction and does not end it. It was rolled back. Add the missing COMMIT, or leave out BEGIN: a script runs in one transaction anyway.',
  );
  addNote(error, outcome(plan, kept));
  throw error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/** Without an open transaction this is a warning that nobody hears; on a broken connection the first error matters. */
async function rollBack(client: Client): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined);
}
