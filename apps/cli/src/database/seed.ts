import type { SeedOptions, SeedReport, VolumeOptions, VolumeReport } from '@org/db/seeds';
import type { Context } from '../context.ts';
import { describeLogins } from '../output/logins.ts';
import type { Database } from './database.ts';

export type SeedChoice = Pick<SeedOptions, 'systems' | 'tenantFiles' | 'force'>;

/** Writes the seeds that are missing. @throws SeedError */
export async function seed(
  context: Context,
  database: Database,
  choice: SeedChoice = {},
): Promise<SeedReport> {
  const { environment, output } = context;
  const { runSeeds, SeedError } = await import('@org/db/seeds');
  try {
    const report = await runSeeds({
      url: database.url('owner'),
      production: environment.production,
      ...choice,
    });
    const created = report.steps.reduce((sum, step) => sum + step.created, 0);
    output.note(created === 0 ? 'seeds: nothing was missing' : `seeds: ${created} rows written`);
    return report;
  } catch (error) {
    const made =
      error instanceof SeedError ? error.partial?.logins.filter((login) => login.created) : undefined;
    if (made !== undefined && made.length > 0) {
      // Generated passwords are kept nowhere else.
      output.note(`Before it failed, the seed wrote these logins:\n${describeLogins(made)}`);
    }
    throw error;
  }
}

/** Writes the volume data where there are none. @throws SeedError */
export async function seedVolume(
  { environment, output }: Context,
  database: Database,
  choice: Pick<VolumeOptions, 'tenants' | 'scale'>,
): Promise<VolumeReport> {
  const { seedVolume: fill } = await import('@org/db/seeds');
  return await fill({
    url: database.url('owner'),
    production: environment.production,
    onProgress: output.note,
    ...choice,
  });
}
