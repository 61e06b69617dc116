import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import { analyzeFilled } from './analyze-filled.ts';
import { translateDatabaseError } from './database-error.ts';
import { SeedError } from './seed-error.ts';

/** What a step writes through. */
export type SeedTransaction = Prisma.TransactionClient;

/** Runs each piece of work in a transaction of its own, one run of the seeds at a time. */
export interface SeedDatabase {
  transaction<T>(work: (tx: SeedTransaction) => Promise<T>): Promise<T>;
  /** Gives the planner what it has to know of the tables that were filled. */
  analyze(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds for a transaction, waiting for another run of the seeds included. */
const TRANSACTION_TIMEOUT = 120_000;
/** Milliseconds until a server that does not answer counts as unreachable. */
const CONNECT_TIMEOUT = 15_000;

/**
 * Prepares the connection; the first transaction opens it.
 * @param url connection string of a role whose policies allow all tenants
 * @throws SeedError `URL_INVALID`
 */
export function openSeedDatabase(url: string): SeedDatabase {
  if (!URL.canParse(url) || !['postgres:', 'postgresql:'].includes(new URL(url).protocol)) {
    throw new SeedError(
      'URL_INVALID',
      'The connection string is not valid; write it as postgresql://user:password@host:port/database.',
    );
  }
  const adapter = new PrismaPg({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: 'org-seeds',
  });
  const client = new PrismaClient({ adapter });

  return {
    async transaction(work) {
      try {
        return await client.$transaction(
          async (tx) => {
            // Whoever comes second waits here, and then reads what the first has committed.
            await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('org.seeds'))`;
            return await work(tx);
          },
          { maxWait: CONNECT_TIMEOUT + 5_000, timeout: TRANSACTION_TIMEOUT },
        );
      } catch (cause) {
        throw translateDatabaseError(cause, url);
      }
    },
    async analyze() {
      try {
        await analyzeFilled(client);
      } catch (cause) {
        throw translateDatabaseError(cause, url);
      }
    },
    close: () => client.$disconnect(),
  };
}
