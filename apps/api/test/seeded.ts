import { runSeeds, type SeedLogin } from '@org/db/seeds';
import type { Preparation } from '@org/db-testing';

/** The demo systems of the seeds, and their logins. */
export const seeded: Preparation<readonly SeedLogin[]> = {
  name: 'seeds',
  fill: async (database) => (await runSeeds({ url: database.url('owner') })).logins,
};
