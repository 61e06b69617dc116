import { parseScript } from '../check/parse/parse-script.ts';
import { MigrateError } from '../errors.ts';

/** Statements of a `rollback.sql` that run together: in one transaction, or one that PostgreSQL lets run in none. */
export interface Step {
  readonly texts: readonly string[];
  readonly inTransaction: boolean;
  /** Place of its first statement in the script. */
  readonly first: number;
}

const ALONE =
  /^(?:(?:CREATE\s+(?:UNIQUE\s+)?|DROP\s+|RE)INDEX\b.*\bCONCURRENTLY\b|VACUUM\b|ALTER\s+TABLE\b.*\bDETACH\s+PARTITION\b.*\bCONCURRENTLY\b)/is;
const TRANSACTION = /^(?:BEGIN|START|COMMIT|ROLLBACK|ABORT|END|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b/i;
const SIGN = /^[ \t]*--[ \t]*orgdb:irreversible\b[ \t]*(.*)$/m;

/** What `-- orgdb:irreversible` says in a `rollback.sql`; undefined when it is not there. */
export function irreversible(script: string): string | undefined {
  return SIGN.exec(script)?.[1]?.trim();
}

/**
 * How a `rollback.sql` is to be run.
 *
 * @throws MigrateError ROLLBACK_FAILED for one that PostgreSQL cannot read, or that begins or ends transactions itself
 */
export async function planSteps(name: string, script: string): Promise<Step[]> {
  const { statements, problem } = await parseScript(script);
  if (problem !== undefined) throw unusable(name, `cannot be read: ${problem.message}`);
  const steps: { texts: string[]; inTransaction: boolean; first: number }[] = [];
  for (const [index, { start, end }] of statements.entries()) {
    const text = script.slice(start, end);
    if (TRANSACTION.test(text)) {
      throw unusable(
        name,
        'begins or ends a transaction itself. Leave that out: it runs in one anyway, with its record',
      );
    }
    const inTransaction = !ALONE.test(text);
    const last = steps.at(-1);
    if (inTransaction && last?.inTransaction) last.texts.push(text);
    else steps.push({ texts: [text], inTransaction, first: index });
  }
  return steps;
}

/** What is left of the steps when that many statements are done; the one that was under way then may be done, half done or not begun. */
export function resumeAt(steps: readonly Step[], done: number): Step[] {
  return steps
    .filter(({ first }) => first >= done)
    .map((step) => (step.inTransaction ? step : { ...step, texts: step.texts.flatMap(repeatable) }));
}

/** The statement as it may run although it ran before. */
function repeatable(text: string): string[] {
  const [, index] = /^DROP\s+INDEX\s+CONCURRENTLY\s+(?!IF\b)(.+)$/is.exec(text) ?? [];
  if (index !== undefined) return [`DROP INDEX CONCURRENTLY IF EXISTS ${index}`];
  const [, name, schema] =
    /^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?!IF\b)("(?:[^"]|"")+"|\w+)\s+ON\s+(?:ONLY\s+)?(?:("(?:[^"]|"")+"|\w+)\.)?/is.exec(
      text,
    ) ?? [];
  if (name === undefined) return [text];
  return [`DROP INDEX CONCURRENTLY IF EXISTS ${schema === undefined ? '' : `${schema}.`}${name}`, text];
}

function unusable(name: string, what: string): MigrateError {
  return new MigrateError('ROLLBACK_FAILED', `The rollback.sql of ${name} ${what}. Nothing was changed.`);
}
