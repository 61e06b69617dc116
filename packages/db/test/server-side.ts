import { expect } from 'vitest';
import type { Fixture } from './two-tenants.ts';

/** What the server is doing for the services, seen from outside. */
export interface ServerSide {
  /** Backends of the services that run a statement containing `text`. */
  running(text: string): Promise<number[]>;
  /** Waits until exactly one of them does, and answers which. */
  untilRunning(text: string): Promise<number>;
  /** Waits until none of them does. */
  untilEnded(text: string): Promise<void>;
  /** Waits until none of the services' backends is inside of a transaction. */
  untilNoneInTransaction(): Promise<void>;
  kill(pid: number): Promise<void>;
}

export function serverSide({ superuser, database }: Fixture): ServerSide {
  const backends = async (condition: string, values: unknown[] = []) => {
    const { rows } = await superuser.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = $1 and pid <> pg_backend_pid() and ${condition}`,
      [database.name, ...values],
    );
    return rows.map(({ pid }) => pid);
  };
  const running = (text: string) => backends(`state = 'active' and position($2 in query) > 0`, [text]);
  return {
    running,
    async untilRunning(text) {
      await expect.poll(async () => (await running(text)).length).toBe(1);
      return (await running(text))[0] ?? 0;
    },
    async untilEnded(text) {
      await expect.poll(() => running(text)).toEqual([]);
    },
    async untilNoneInTransaction() {
      await expect.poll(() => backends(`xact_start is not null`)).toEqual([]);
    },
    async kill(pid) {
      await superuser.query('select pg_terminate_backend($1)', [pid]);
    },
  };
}
