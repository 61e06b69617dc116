import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';

/** Which part of a deploy dies. */
export const TARGETS = ['both', 'engine', 'cli'] as const;
export type Target = (typeof TARGETS)[number];

/** Where in a deploy it dies: after so many recorded migrations, and so many milliseconds more. */
export interface Moment {
  readonly target: Target;
  readonly migrations: number;
  readonly delayMs: number;
}

/** Picks a moment: each tenth before the first migration, the others anywhere from then to the end. */
export function randomMoment(random: () => number, migrations: number): Moment {
  const target = TARGETS[Math.floor(random() * TARGETS.length)] ?? 'both';
  const early = random() < 0.1;
  return {
    target,
    migrations: early ? 0 : 1 + Math.floor(random() * migrations),
    delayMs: Math.floor(random() * (early ? 1500 : 60)),
  };
}

/** Waits until the deploy has come so far, or has ended. */
export async function waitForMoment(client: Client, moment: Moment, isRunning: () => boolean): Promise<void> {
  while (isRunning() && (await recorded(client)) < moment.migrations) {
    await wait(3);
  }
  await wait(moment.delayMs);
}

/** Ends the part with SIGKILL. The process is the leader of its group, in which the engine runs, too. */
export function killPart(leader: number, target: Target): void {
  if (target === 'both') {
    signal(-leader);
  } else if (target === 'cli') {
    signal(leader);
  } else {
    for (const engine of enginesOf(leader)) {
      signal(engine);
    }
  }
}

/** Ends what is left of the group. */
export function killRest(leader: number): void {
  signal(-leader);
}

function enginesOf(leader: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => Number(match?.[2]) === leader && match?.[3]?.includes('bin/schema-engine'))
    .map((match) => Number(match?.[1]));
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function recorded(client: Client): Promise<number> {
  const exists = await client.query<{ yes: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS yes`,
  );
  if (!exists.rows[0]?.yes) {
    return 0;
  }
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM _prisma_migrations',
  );
  return rows[0]?.count ?? 0;
}
