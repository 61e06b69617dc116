import path from 'node:path';
import { catalogFingerprint } from '../catalog/fingerprint.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { loadEngine } from '../script/engine.ts';

/** A migration and the checksum that Prisma knows it by. */
export interface Recorded {
  readonly name: string;
  readonly checksum: string;
}

/**
 * Records migrations as applied, without running them. The first is recorded by Prisma, which makes its table where it is
 * missing; the others in one transaction.
 *
 * @throws MigrateError MIGRATION_FAILED with what Prisma says, ADOPT_UNPROVEN when anything else changed meanwhile
 */
export async function record(url: string, project: string, migrations: readonly Recorded[]): Promise<void> {
  const [first, ...others] = migrations;
  if (first === undefined) return;
  const before = await fingerprint(url);
  const { explainFailure, markApplied } = await loadEngine();
  try {
    await markApplied({ url, migrations: path.join(project, 'prisma', 'migrations'), name: first.name });
  } catch (cause) {
    throw new MigrateError(
      'MIGRATION_FAILED',
      `${first.name} could not be recorded as applied. When that is mended, run the same command again.\n${explainFailure(cause)}`,
      { cause },
    );
  }
  await withConnection(url, (client) =>
    client.query(
      `INSERT INTO public._prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       SELECT gen_random_uuid(), checksum, name, now(), now(), 0 FROM unnest($1::text[], $2::text[]) AS one (name, checksum)
       WHERE NOT EXISTS (SELECT FROM public._prisma_migrations m WHERE m.migration_name = one.name AND m.rolled_back_at IS NULL)`,
      [others.map(({ name }) => name), others.map(({ checksum }) => checksum)],
    ),
  );
  if ((await fingerprint(url)) !== before) {
    throw new MigrateError(
      'ADOPT_UNPROVEN',
      'Somebody changed the schema while the migrations were recorded. See what differs: "orgdb verify".',
    );
  }
}

function fingerprint(url: string): Promise<string> {
  return withConnection(url, async (client) =>
    catalogFingerprint(await readCatalog(client, { partitions: 'named' })),
  );
}
