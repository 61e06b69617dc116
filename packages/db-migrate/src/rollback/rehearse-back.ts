import { readCatalog } from '../catalog/read-catalog.ts';
import { withConnection } from '../database/connect.ts';
import { withScratchDatabase } from '../database/scratch.ts';
import { MigrateError } from '../errors.ts';
import { applyHistory } from '../script/apply-history.ts';
import { explainRefusal } from '../verify/expected-catalog.ts';
import { type Dropped, droppedBetween } from './losses.ts';
import type { Plan } from './plan.ts';
import { takeBack } from './take-back.ts';

/**
 * Takes the migrations back on a scratch database first: that it works there is known before anything is touched, and what each step
 * drops, however it is written.
 *
 * @throws MigrateError ROLLBACK_FAILED, SCRATCH_REFUSED, MIGRATION_FAILED
 */
export async function rehearseBack(
  options: { url: string; project: string; onProgress?: ((line: string) => void) | undefined },
  { steps, remaining }: Plan,
): Promise<Dropped[]> {
  const names = [...remaining, ...steps.map(({ name }) => name).reverse()];
  return withScratchDatabase(
    options.url,
    async (url) => {
      await applyHistory(url, options.project, names);
      const dropped: Dropped[] = [];
      let before = await catalogOf(url);
      for (const step of steps) {
        const { name, script } = step;
        await takeBack(url, { name, script, note: '' }).catch((cause) => refuse(name, cause));
        const after = await catalogOf(url);
        dropped.push(...droppedBetween(step.name, before, after));
        before = after;
      }
      return dropped;
    },
    options.onProgress,
  ).catch(explainRefusal);
}

const catalogOf = (url: string) => withConnection(url, (client) => readCatalog(client));

function refuse(name: string, cause: unknown): never {
  if (cause instanceof MigrateError) throw cause;
  throw new MigrateError(
    'ROLLBACK_FAILED',
    `The rollback.sql of ${name} does not work, not even on a database without rows: ${(cause as Error).message}. Nothing was changed. Correct it.`,
    { cause },
  );
}
