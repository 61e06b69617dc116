import type pg from 'pg';
import { currentScope, type Scope } from '../tenant/scope.ts';
import { maskLiterals } from './mask-literals.ts';
import { explainStatement, type QueryPlan, readPlan } from './query-plan.ts';

/** A statement that took long. */
export interface SlowStatement {
  /** With `?` in place of the values that were written into it. */
  readonly sql: string;
  /** From when it was handed to its connection until the last row, in milliseconds. */
  readonly durationMs: number;
  readonly failed: boolean;
  readonly tenantId: string | undefined;
  readonly requestId: string | undefined;
  /** How PostgreSQL would run it now, with the same parameters and context. */
  readonly plan?: QueryPlan;
  /** Its parameters: only with `values`. */
  readonly values?: readonly unknown[];
}

export interface SlowStatementOptions {
  /** From which time on a statement is slow, in milliseconds. */
  readonly thresholdMs: number;
  /** Ask for its plan (EXPLAIN without ANALYZE), afterwards and on another connection. False by default. */
  readonly explain?: boolean;
  /** Hand out values too: parameters, and those in texts and plans. False by default. */
  readonly values?: boolean;
  /** Told of each; what it throws is ignored. */
  readonly report: (statement: SlowStatement) => void;
}

/** What is known of a statement when it has ended. */
export interface EndedStatement {
  readonly text: string | undefined;
  readonly values?: readonly unknown[] | undefined;
}

/**
 * Reports slow statements. One plan is asked for at a time, and none while callers wait for a connection: looking at a
 * slow database must not make it slower.
 */
export class SlowStatements {
  readonly thresholdMs: number;
  readonly #options: SlowStatementOptions;
  readonly #pool: pg.Pool;
  #explaining = false;

  constructor(options: SlowStatementOptions, pool: pg.Pool) {
    this.thresholdMs = options.thresholdMs;
    this.#options = options;
    this.#pool = pool;
  }

  /** A statement has taken at least `thresholdMs`. */
  async ended(statement: EndedStatement, scope: Scope, durationMs: number, failed: boolean): Promise<void> {
    const { values: withValues = false, report } = this.#options;
    const { text = '', values = [] } = statement;
    const plan = await this.#explain(text, values, scope);
    try {
      report({
        sql: withValues ? text : maskLiterals(text),
        durationMs,
        failed,
        tenantId: scope.context?.tenantId,
        requestId: scope.context?.request?.id,
        ...(plan ? { plan } : {}),
        ...(withValues ? { values } : {}),
      });
    } catch {
      // The hook's own failure is not the query's.
    }
  }

  async #explain(text: string, values: readonly unknown[], scope: Scope): Promise<QueryPlan | undefined> {
    const explain = this.#options.explain ? explainStatement(text) : undefined;
    const pool = scope.pool ?? this.#pool;
    if (explain === undefined || this.#explaining || pool.waitingCount > 0) return undefined;
    this.#explaining = true;
    try {
      const { rows } = await currentScope.run(aside(scope), () => pool.query(explain, [...values]));
      return readPlan(rows[0], this.#options.values ?? false);
    } catch {
      // Its tables may be gone, its transaction undone, the database away: then there is no plan.
      return undefined;
    } finally {
      this.#explaining = false;
    }
  }
}

/** The same context, without the client's signal, and not looked at itself. */
function aside(scope: Scope): Scope {
  return Object.create(scope, { signal: { value: undefined }, aside: { value: true } }) as Scope;
}
