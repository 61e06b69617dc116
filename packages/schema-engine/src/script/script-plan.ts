import { type Statement, splitStatements } from './split-statements.ts';
import { needsRules, readTransactionRules, type TransactionRules } from './transaction-rules.ts';

/** How the statements of one script are to be run. It learns: what Postgres refuses in a transaction is run without one. */
export interface ScriptPlan {
  readonly script: string;
  readonly statements: readonly Statement[];
  readonly alone: Set<number>;
  readonly afterCommit: Set<number>;
  /** The script begins and ends transactions itself, so each statement is sent by itself. */
  readonly controlsTransactions: boolean;
}

/** Statements from `first` to before `end`, run in one transaction, or one that cannot run in any. */
export interface Step {
  readonly first: number;
  readonly end: number;
  readonly inTransaction: boolean;
}

/** "… cannot run inside a transaction block". */
const ACTIVE_SQL_TRANSACTION = '25001';
/** "unsafe use of new value …": an enum value that the same transaction has added. */
const UNSAFE_NEW_ENUM_VALUE = '55P04';
/** A procedure or DO block that commits for itself. */
const INVALID_TRANSACTION_TERMINATION = '2D000';

/** Reads what a script needs. One that nothing looks suspicious in is neither cut nor parsed. */
export async function planScript(script: string): Promise<ScriptPlan> {
  if (!needsRules(script)) {
    return newPlan(script, undefined);
  }
  const statements = splitStatements(script);
  const rules = await readTransactionRules(script, statements.length);
  return rules?.isWrapped ? planScript(unwrapped(script, statements)) : newPlan(script, rules);
}

function newPlan(script: string, rules: TransactionRules | undefined): ScriptPlan {
  let statements: Statement[] | undefined;
  return {
    script,
    get statements() {
      statements ??= splitStatements(script);
      return statements;
    },
    alone: rules?.alone ?? new Set(),
    afterCommit: rules?.afterCommit ?? new Set(),
    controlsTransactions: rules?.controlsTransactions ?? false,
  };
}

/** Whether all of a script can run in one transaction, as far as is known. */
export function isOneTransaction({ alone, afterCommit, controlsTransactions }: ScriptPlan): boolean {
  return alone.size === 0 && afterCommit.size === 0 && !controlsTransactions;
}

/** The longest run of statements from `first` on that can share a transaction. */
export function nextStep(plan: ScriptPlan, first: number): Step {
  if (plan.controlsTransactions || plan.alone.has(first)) {
    return { first, end: first + 1, inTransaction: false };
  }
  let end = first + 1;
  while (end < plan.statements.length && !plan.alone.has(end) && !plan.afterCommit.has(end)) {
    end += 1;
  }
  return { first, end, inTransaction: true };
}

/**
 * Takes in that Postgres has refused a statement in a transaction.
 *
 * @returns whether there is another way to run it
 */
export function learn(plan: ScriptPlan, step: Step, failing: number, code: string | undefined): boolean {
  if (!step.inTransaction || failing >= plan.statements.length) {
    return false;
  }
  if (code === UNSAFE_NEW_ENUM_VALUE && failing > step.first) {
    plan.afterCommit.add(failing);
    return true;
  }
  if (code === ACTIVE_SQL_TRANSACTION || code === INVALID_TRANSACTION_TERMINATION) {
    plan.alone.add(failing);
    return true;
  }
  return false;
}

/** Without its first and last statement, and with lines and positions as they were. */
function unwrapped(script: string, statements: readonly Statement[]): string {
  const [begin, commit] = [statements[0], statements.at(-1)];
  if (begin === undefined || commit === undefined) {
    return script;
  }
  const from = begin.offset + begin.text.length;
  return script.slice(0, begin.offset) + begin.text.replace(/\S/g, ' ') + script.slice(from, commit.offset);
}
