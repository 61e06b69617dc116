import { OperationsError } from '../../errors.ts';
import { type ExplainOptions, explainQuery } from '../explain.ts';
import type { Explained } from '../explained.ts';
import { comparePlans, type PlanComparison } from './compare-plans.ts';

export interface CompareOptions extends ExplainOptions {
  /** The same question in other words: takes the same parameters, in the same context. */
  readonly other: string;
}

export interface ComparedQueries {
  readonly first: Explained;
  readonly second: Explained;
  readonly comparison: PlanComparison;
}

/**
 * Explains two queries one after the other, each in a transaction of its own, and compares their plans.
 *
 * @throws as `explainQuery`; the message says when it is about the second query
 */
export async function compareQueries({ other, ...options }: CompareOptions): Promise<ComparedQueries> {
  const first = await explainQuery(options);
  const second = await explainQuery({ ...options, sql: other }).catch((cause: unknown) => {
    if (!(cause instanceof OperationsError)) throw cause;
    throw new OperationsError(cause.code, `The query to compare with: ${cause.message}`, { cause });
  });
  return { first, second, comparison: comparePlans(first, second) };
}
