import { createDb, type Db, findPlanProblems, type PlanBounds, type QueryPlan } from '@org/db';
import { PROMISES, type Promised, type Subject } from './promises.ts';
import type { Explain } from './read-database.ts';

/** How a promise is kept. */
export interface Measured {
  readonly name: string;
  readonly promisedMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** So many times faster than promised, at p95. */
  readonly margin: number;
  readonly kept: boolean;
  /** Of its statements: which of them read or sort too much, or, when the time is missed, all of them. */
  readonly plans: readonly StatementPlan[];
}

export interface StatementPlan {
  readonly sql: string;
  readonly problems: readonly string[];
  readonly plan: QueryPlan;
}

export interface MeasureOptions {
  /** Of the services' role. */
  readonly url: string;
  readonly subjects: readonly Subject[];
  readonly bounds: PlanBounds;
  readonly explain: Explain;
  /** Calls of each promise that count. */
  readonly calls: number;
  readonly onProgress: (line: string) => void;
}

const WARM_UP = 10;

/** Measures every promise, one call after the other, in all the tenants of the subjects in turn. */
export async function measurePromises(options: MeasureOptions): Promise<Measured[]> {
  const statements: { sql: string; values: readonly unknown[] }[] = [];
  const db = createDb({ url: options.url, pool: { max: 2 }, cursorSecret: CURSOR_SECRET });
  const watched = createDb({
    url: options.url,
    pool: { max: 2 },
    cursorSecret: CURSOR_SECRET,
    slowStatements: {
      thresholdMs: 0,
      values: true,
      report: ({ sql, values = [] }) => statements.push({ sql, values }),
    },
  });
  try {
    const results: Measured[] = [];
    for (const promised of PROMISES) {
      options.onProgress(promised.name);
      const times = await timesOf(db, promised, options);
      const [subject] = options.subjects as [Subject];
      statements.length = 0;
      await promised.run(watched.forTenant({ tenantId: subject.tenantId }), subject, -1);
      const plans = await plansOf(statements, subject, options);
      results.push(judge(promised, times, plans));
    }
    return results;
  } finally {
    await db.close();
    await watched.close();
  }
}

// Cursors are made and never read here.
const CURSOR_SECRET = 'x'.repeat(32);

async function timesOf(db: Db, { run }: Promised, { subjects, calls }: MeasureOptions): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < WARM_UP + calls; call += 1) {
    const subject = subjects[call % subjects.length] as Subject;
    const client = db.forTenant({ tenantId: subject.tenantId, userId: subject.userId });
    const start = performance.now();
    await run(client, subject, call);
    if (call >= WARM_UP) times.push(performance.now() - start);
  }
  return times;
}

function judge(
  { name, promisedMs }: Promised,
  times: readonly number[],
  plans: readonly StatementPlan[],
): Measured {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const round = (value: number) => Number(value.toFixed(2));
  const p95 = at(0.95);
  const wasteful = plans.filter(({ problems }) => problems.length > 0);
  const inTime = p95 <= promisedMs;
  return {
    name,
    promisedMs,
    p50Ms: round(at(0.5)),
    p95Ms: round(p95),
    maxMs: round(sorted.at(-1) ?? 0),
    margin: Number((promisedMs / p95).toFixed(1)),
    kept: inTime && wasteful.length === 0,
    plans: inTime ? wasteful : plans,
  };
}

async function plansOf(
  statements: readonly { sql: string; values: readonly unknown[] }[],
  subject: Subject,
  { bounds, explain }: MeasureOptions,
): Promise<StatementPlan[]> {
  const found: StatementPlan[] = [];
  for (const { sql, values } of statements) {
    const plan = /^\s*(SELECT|WITH)/i.test(sql) ? await explain(subject.tenantId, sql, values) : undefined;
    if (plan) found.push({ sql, problems: findPlanProblems(plan, bounds), plan });
  }
  return found;
}
