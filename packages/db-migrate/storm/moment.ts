import type { StormMigration } from './history.ts';

/**
 * What goes wrong: all of the command dies, or `orgdb` alone, whose engine goes on; the server dies, or ends one session; or a
 * lock is held for too long.
 */
export const TARGETS = ['command', 'orgdb', 'server', 'session', 'lock'] as const;
export type Target = (typeof TARGETS)[number];

/** Milliseconds that it takes about to take a migration back. */
const BACK = 120;

export interface Moment {
  /** What is under way. */
  readonly work: 'deploy' | 'rollback';
  readonly target: Target;
  /** Of a rollback: the newest migration that stays. */
  readonly to: string;
  /** So many migrations the history has to tell of, as begun or as taken back, … */
  readonly migrations: number;
  /** … and so many milliseconds have to pass. */
  readonly delay: number;
  /** Who was left without an answer asks what is wrong, instead of running the command again. */
  readonly asks: boolean;
  /** The first command that goes on is killed as well, after so many milliseconds. */
  readonly again: number | undefined;
}

/**
 * Picks a moment of a deploy from the first migration on, or of a rollback from the last one: every third round is a rollback.
 *
 * @param random gives numbers from 0 to below 1; as many are taken each time
 */
export function momentOf(round: number, history: readonly StormMigration[], random: () => number): Moment {
  const pick = (below: number) => Math.floor(random() * below);
  const work = round % 3 === 2 ? 'rollback' : 'deploy';
  const targets = work === 'rollback' ? TARGETS.slice(0, 4) : TARGETS;
  const target = targets[pick(targets.length)] ?? 'command';
  const stays = [0, 3, 5][pick(3)] ?? 0;
  const steps = work === 'rollback' ? history.length - 1 - stays : history.length - 1;
  // Half of the time it is one that takes several transactions: the last three of a deploy, the second and third of a rollback.
  const [half, which, any] = [pick(2), pick(3), pick(steps + 1)];
  const long = work === 'deploy' ? steps - which : Math.min(steps, 2 + (which % 2));
  const place = half === 0 ? long : any;
  const [early, late, asks, again] = [random(), random(), random(), random()];
  const lasts = work === 'deploy' ? history[place]?.lasts : BACK;
  const delay = place === 0 ? 2000 * early : (lasts ?? 0) * late;
  return {
    work,
    target,
    to: history[stays]?.name ?? '',
    migrations: place,
    delay: Math.floor(delay),
    asks: asks < 0.4,
    again: again < 0.3 ? Math.floor(again * 5000) : undefined,
  };
}
