import { needsOwnRecord } from '../adapter/migration-history.ts';
import { isOneTransaction, nextStep, planScript } from '../script/script-plan.ts';

/** How the engine runs a script, as far as it is known before PostgreSQL has a say. */
export interface ScriptSteps {
  /** All of it or nothing. */
  readonly oneTransaction: boolean;
  /** It begins and ends transactions itself. */
  readonly controlsTransactions: boolean;
  /** Its record stands apart from it, so the history does not tell how far it came. */
  readonly ownRecord: boolean;
  readonly statements: readonly {
    readonly text: string;
    /** It runs by itself, outside of any transaction. */
    readonly alone: boolean;
  }[];
}

/** Reads how a migration's script is going to be run; never throws for one that is wrong. */
export async function scriptSteps(script: string): Promise<ScriptSteps> {
  const plan = await planScript(script.replace(/^\uFEFF/, ' '));
  return {
    oneTransaction: isOneTransaction(plan),
    controlsTransactions: plan.controlsTransactions,
    ownRecord: needsOwnRecord(script),
    statements: plan.statements.map(({ text }, index) => ({
      text,
      alone: !nextStep(plan, index).inTransaction,
    })),
  };
}
