import type { Client } from 'pg';
import type { StormMigration } from './history.ts';
import type { Ended } from './project.ts';

/** What a round needed to come to its end. */
export interface Recovery {
  readonly deploys: number;
  readonly resolved: 'no' | 'applied' | 'rolled back';
}

const MAX_DEPLOYS = 4;

/**
 * Deploys until it succeeds, as a person would: a failed migration is looked up by `status`, checked in the database, and
 * marked with `resolve`.
 *
 * @throws {Error} when a deploy ends in a way that nothing explains.
 */
export async function recover(
  prisma: (...args: string[]) => Promise<Ended>,
  client: Client,
  history: readonly StormMigration[],
): Promise<Recovery> {
  let resolved: Recovery['resolved'] = 'no';
  for (let deploys = 1; deploys <= MAX_DEPLOYS; deploys += 1) {
    const deploy = await prisma('migrate', 'deploy');
    if (deploy.code === 0) {
      return { deploys, resolved };
    }
    // A killed deploy's session keeps the lock until its statement ends.
    if (deploy.output.includes('P1002')) {
      continue;
    }
    const failed = history.find(({ name }) => deploy.output.includes(`\`${name}\` migration started at`));
    if (!deploy.output.includes('P3009') || failed === undefined) {
      throw new Error(`A deploy after the kill failed, and not with P3009:\n${deploy.output}`);
    }
    const status = await prisma('migrate', 'status');
    if (status.code !== 1 || !/have failed|not yet been applied/.test(status.output)) {
      throw new Error(`status does not tell of ${failed.name}:\n${status.output}`);
    }
    resolved = await resolve(prisma, client, failed);
  }
  throw new Error(`Not deployed after ${MAX_DEPLOYS} attempts.`);
}

async function resolve(
  prisma: (...args: string[]) => Promise<Ended>,
  client: Client,
  failed: StormMigration,
): Promise<'applied' | 'rolled back'> {
  const { rows } = await client.query<{ done: boolean }>(failed.done);
  const done = rows[0]?.done === true;
  if (!done && failed.undo !== undefined) {
    // One by one: an index that was being built concurrently may be there, not valid.
    for (const statement of failed.undo.split(';').filter((text) => text.trim() !== '')) {
      await client.query(statement);
    }
  }
  const ended = await prisma('migrate', 'resolve', done ? '--applied' : '--rolled-back', failed.name);
  if (ended.code !== 0) {
    throw new Error(`resolve refused ${failed.name}:\n${ended.output}`);
  }
  return done ? 'applied' : 'rolled back';
}
