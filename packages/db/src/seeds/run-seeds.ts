import type { SeedSystem } from './demo/demo-tenant.ts';
import { DEMO_TENANTS } from './demo/demo-tenants.ts';
import { readTenantDefinitions } from './read-tenant-file.ts';
import { describeStep, SeedLog, type SeedLogin, type SeedReport, type SeedStep } from './report.ts';
import { openSeedDatabase, type SeedTransaction } from './seed-database.ts';
import { seedDefinedTenant } from './seed-defined-tenant.ts';
import { seedDemoTenant } from './seed-demo-tenant.ts';
import { SeedError } from './seed-error.ts';
import { seedPermissions } from './steps/seed-permissions.ts';
import { seedRoles } from './steps/seed-roles.ts';
import type { ParsedTenantDefinition, TenantDefinition } from './tenant-definition.ts';

/** What to seed, and where. */
export interface SeedOptions {
  /** Connection string of the owner of the schema (`org_owner`), whose policies allow all tenants. */
  readonly url: string;
  /** Systems whose demo tenants are wanted. Default: all, or none when `tenantFiles` are given. */
  readonly systems?: readonly SeedSystem[];
  /** Tenants to add: paths of JSON files, or their content. */
  readonly tenantFiles?: readonly (string | TenantDefinition)[];
  /** Whether this is production; the caller decides, usually by `NODE_ENV`. Then no known password is ever written. */
  readonly production?: boolean;
  /** Seeds in production, with generated passwords. */
  readonly force?: boolean;
  /** Told one line for each step that is committed; a line never holds a password. */
  readonly onProgress?: (line: string) => void;
}

/**
 * Writes what is missing: permissions and roles, the demo tenants of the systems, and the tenants of the files.
 *
 * A row that exists is never changed, so a second run writes nothing at all, and what users have changed since stays.
 * Each tenant is one transaction. Runs at the same time take turns. At the end the tables that were filled are analyzed.
 *
 * @returns what each step wrote and found, and the logins; a generated password is in this report and nowhere else
 * @throws SeedError `SEED_REFUSED`, `SEED_FILE_INVALID`, `SEED_SCHEMA_MISSING`, `SEED_FORBIDDEN`, `URL_INVALID`,
 * `DATABASE_UNREACHABLE`, `DATABASE_AUTH_FAILED`, `DATABASE_FAILED`; its `partial` tells what had been committed before
 *
 * @example
 * const { logins } = await runSeeds({ url: process.env.DIRECT_URL, production: process.env.NODE_ENV === 'production' });
 */
export async function runSeeds(options: SeedOptions): Promise<SeedReport> {
  const { url, production = false, force = false, onProgress = () => undefined } = options;
  refuseInProduction(production && !force);
  const definitions = await readTenantDefinitions(options.tenantFiles ?? []);
  refuseChosenPasswords(definitions, production);
  const systems =
    options.systems ??
    (options.tenantFiles === undefined
      ? (['core', 'commerce', 'planning', 'construction', 'workforce'] as const)
      : []);

  const steps: SeedStep[] = [];
  const logins: SeedLogin[] = [];
  const database = openSeedDatabase(url);
  const commit = async (log: SeedLog, work: (tx: SeedTransaction) => Promise<void>): Promise<void> => {
    await database.transaction(work);
    const done = log.report();
    steps.push(...done.steps);
    logins.push(...done.logins);
    for (const step of done.steps) {
      onProgress(describeStep(step));
    }
  };

  try {
    const shared = new SeedLog();
    await commit(shared, (tx) => seedShared(tx, shared));
    for (const tenant of new Set(systems.flatMap((system) => DEMO_TENANTS[system]))) {
      const log = new SeedLog(tenant.slug);
      await commit(log, (tx) => seedDemoTenant(tx, log, { tenant, production }));
    }
    for (const definition of definitions) {
      const log = new SeedLog(definition.slug);
      await commit(log, (tx) => seedDefinedTenant(tx, log, { definition, production }));
    }
    if (steps.some(({ created }) => created > 0)) await database.analyze();
  } catch (error) {
    if (error instanceof SeedError && steps.length > 0) {
      throw new SeedError(error.code, error.message, { cause: error.cause, partial: { steps, logins } });
    }
    throw error;
  } finally {
    await database.close();
  }
  return { steps, logins };
}

/** What all tenants share. */
async function seedShared(tx: SeedTransaction, log: SeedLog): Promise<void> {
  const permissions = await seedPermissions(tx);
  log.step('permissions', permissions.count);
  const { roles, grants } = await seedRoles(tx, permissions.createdKeys);
  log.step('roles', roles);
  log.step('role permissions', grants);
}

function refuseInProduction(refused: boolean): void {
  if (refused) {
    throw new SeedError(
      'SEED_REFUSED',
      'Seeding is refused in production, because the demo logins have known passwords. ' +
        'With force it seeds the same rows with generated passwords, which are shown once.',
    );
  }
}

function refuseChosenPasswords(definitions: readonly ParsedTenantDefinition[], production: boolean): void {
  const chosen = definitions.find((definition) => definition.administrator?.password !== undefined);
  if (production && chosen !== undefined) {
    throw new SeedError(
      'SEED_REFUSED',
      `The definition of tenant "${chosen.slug}" holds a password, which is refused in production. ` +
        'Remove administrator.password; one is generated then, and shown once.',
    );
  }
}
