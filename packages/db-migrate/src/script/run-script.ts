import type { Client } from 'pg';
import { parseScript } from '../check/parse/parse-script.ts';
import { isConnectionLost } from '../database/connect.ts';

/** SQLSTATEs of statements that cannot run in a transaction: CREATE INDEX CONCURRENTLY, VACUUM, a procedure that commits. */
const OUTSIDE = new Set(['25001', '2D000']);
/** An enum's value is used in the transaction that added it. */
const UNSAFE_NEW_ENUM_VALUE = '55P04';
const CONTROL = /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b(?!\s+TO\b)/im;

/** A statement of a script, as it is sent. */
export interface ScriptStatement {
  readonly text: string;
  /** Line of its first word, from 1. */
  readonly line: number;
}

/** Sends a statement, and may look at what it does; what it answers is kept. */
export type Attempt<T> = (
  statement: ScriptStatement,
  inTransaction: boolean,
  send: () => Promise<void>,
) => Promise<T>;

/** A statement that PostgreSQL refuses; what its transaction did before is rolled back. */
export class ScriptFailure extends Error {
  override readonly name = 'ScriptFailure';
  /** SQLSTATE; empty for a script that cannot be read. */
  readonly code: string;
  readonly line: number;

  constructor(cause: unknown, line: number) {
    super(describe(cause), { cause });
    this.code = (cause as { code?: string } | null)?.code ?? '';
    this.line = line;
  }
}

function describe(cause: unknown): string {
  const { message, detail } = cause as { message: string; detail?: string };
  return detail === undefined ? message : `${message} (${detail})`;
}

/**
 * Runs a migration's or a rollback's statements in order, as a deployment does: in one transaction; what PostgreSQL refuses there
 * runs by itself, and a new value of an enum is committed before it is used. BEGIN and COMMIT around a whole script mean
 * nothing; one that controls its transactions otherwise decides for itself.
 *
 * @returns what `attempt` answered for each statement; nothing of tries that had to be repeated
 * @throws ScriptFailure; as it is, what tells that the connection was lost
 */
export async function runScript<T>(client: Client, script: string, attempt: Attempt<T>): Promise<T[]> {
  const { statements: places, problem } = await parseScript(script);
  if (problem !== undefined) {
    throw new ScriptFailure(problem, lineOf(script, problem.at));
  }
  const all = places.map(({ start, end }) => ({
    text: script.slice(start, end),
    line: lineOf(script, start),
  }));
  const statements = unwrapped(all);
  const isFree = statements.some(({ text }) => controls(text));
  const answers: T[] = [];
  if (!isFree) await client.query('BEGIN');
  for (const statement of statements) {
    try {
      answers.push(
        await (isFree ? sendFree(client, statement, attempt) : sendOne(client, statement, attempt)),
      );
    } catch (cause) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw failureOf(cause, statement.line);
    }
  }
  try {
    await client.query('COMMIT');
  } catch (cause) {
    throw failureOf(cause, statements.at(-1)?.line ?? 1);
  }
  return answers;
}

const failureOf = (cause: unknown, line: number) =>
  isConnectionLost(cause) ? cause : new ScriptFailure(cause, line);

/** Runs a script without looking at it: in one go, where PostgreSQL lets it. @throws as `runScript` */
export async function applyScript(client: Client, script: string): Promise<void> {
  try {
    // The same as a transaction around it.
    if (!CONTROL.test(script)) return void (await client.query(script));
  } catch (cause) {
    if (isConnectionLost(cause)) throw cause;
    // Nothing of it is left. By single statements it is known which one is refused, and whether there is another way.
  }
  await runScript(client, script, (_statement, _inTransaction, send) => send());
}

async function sendFree<T>(client: Client, statement: ScriptStatement, attempt: Attempt<T>): Promise<T> {
  return attempt(statement, client.getTransactionStatus() === 'T', async () => {
    await client.query(statement.text);
  });
}

async function sendOne<T>(client: Client, statement: ScriptStatement, attempt: Attempt<T>): Promise<T> {
  const send = async () => {
    await client.query(statement.text);
  };
  await client.query('SAVEPOINT orgdb_statement');
  try {
    const answer = await attempt(statement, true, send);
    await client.query('RELEASE SAVEPOINT orgdb_statement');
    return answer;
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (!OUTSIDE.has(code) && code !== UNSAFE_NEW_ENUM_VALUE) throw error;
    await client.query('ROLLBACK TO SAVEPOINT orgdb_statement');
    await client.query('COMMIT');
    if (code === UNSAFE_NEW_ENUM_VALUE) await client.query('BEGIN');
    const answer = await attempt(statement, code === UNSAFE_NEW_ENUM_VALUE, send);
    if (code !== UNSAFE_NEW_ENUM_VALUE) await client.query('BEGIN');
    return answer;
  }
}

function unwrapped(statements: readonly ScriptStatement[]): readonly ScriptStatement[] {
  const [first, last] = [statements[0]?.text ?? '', statements.at(-1)?.text ?? ''];
  const isWrapped = /^(BEGIN|START\s+TRANSACTION)\b/i.test(first) && /^(COMMIT|END)\b/i.test(last);
  const inner = statements.slice(1, -1);
  return isWrapped && !inner.some(({ text }) => controls(text)) ? inner : statements;
}

const controls = (text: string) => text.search(CONTROL) === 0;

function lineOf(script: string, offset: number): number {
  return script.slice(0, offset).split('\n').length;
}
