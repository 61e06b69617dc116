import type { PrismaClient } from '../../generated/prisma/client.ts';

/**
 * Prisma's client, bound to one tenant context. Everything that goes through it carries the context: model queries,
 * raw SQL, interactive transactions with nested ones as savepoints, and arrays of queries.
 *
 * Connecting, disconnecting and listening belong to the `Db`.
 */
export interface TenantClient extends Omit<PrismaClient, '$connect' | '$disconnect' | '$on'> {}

/** The client inside of an interactive transaction. */
export type TenantTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];
