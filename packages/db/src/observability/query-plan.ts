import { maskLiterals } from './mask-literals.ts';

/**
 * A node of a plan as PostgreSQL's EXPLAIN names it in JSON: `Node Type`, `Relation Name`, `Index Cond`, `Plan Rows`,
 * `Plans` and so on. @see https://www.postgresql.org/docs/current/using-explain.html
 */
export interface QueryPlan {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly QueryPlan[];
  readonly [name: string]: unknown;
}

const EXPLAINABLE = /^[\s(]*(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|VALUES|TABLE)\b/i;

/** The statement that plans another one without running it; undefined where there is no such thing. */
export function explainStatement(text: string): string | undefined {
  return EXPLAINABLE.test(text) ? `EXPLAIN (FORMAT JSON) ${text}` : undefined;
}

/** Reads what EXPLAIN returned. @param values false: conditions are shown without the values in them */
export function readPlan(row: unknown, values: boolean): QueryPlan | undefined {
  const [explained] =
    (row as { 'QUERY PLAN'?: readonly { Plan?: QueryPlan }[] } | undefined)?.['QUERY PLAN'] ?? [];
  if (!explained?.Plan) return undefined;
  return values ? explained.Plan : (mask(explained.Plan) as QueryPlan);
}

function mask(value: unknown): unknown {
  if (typeof value === 'string') return maskLiterals(value);
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mask(part)]));
}
