import { findPlanProblems, type PlanBounds, type QueryPlan } from '@org/db';
import pg from 'pg';

/** A statement as the services' role ran it. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Runs statements once more, as the services' role and in a tenant's context, and looks at how PostgreSQL did it. */
export class PlanReader {
  readonly #app: pg.Client;
  readonly #bounds: PlanBounds;

  private constructor(app: pg.Client, bounds: PlanBounds) {
    this.#app = app;
    this.#bounds = bounds;
  }

  /** @param large rows from which on a table counts as large */
  static async open(
    url: string,
    { large, ...bounds }: Omit<PlanBounds, 'largeTables'> & { readonly large: number },
  ): Promise<PlanReader> {
    const app = new pg.Client({ connectionString: url });
    await app.connect();
    const { rows } = await app.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND reltuples >= $1",
      [large],
    );
    return new PlanReader(app, { ...bounds, largeTables: new Set(rows.map(({ name }) => name)) });
  }

  async problems({ sql, values }: Statement, settings: Readonly<Record<string, string>>): Promise<string[]> {
    await this.#app.query('BEGIN');
    try {
      for (const [name, value] of Object.entries(settings)) {
        await this.#app.query('SELECT set_config($1, $2, true)', [name, value]);
      }
      const { rows } = await this.#app.query<{ 'QUERY PLAN': { Plan: QueryPlan }[] }>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
        [...values],
      );
      return rows.flatMap((row) =>
        row['QUERY PLAN'].flatMap(({ Plan }) => findPlanProblems(Plan, this.#bounds)),
      );
    } finally {
      await this.#app.query('ROLLBACK');
    }
  }

  end(): Promise<void> {
    return this.#app.end();
  }
}
