import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { toDbError } from '../errors/to-db-error.ts';
import { ContextStatement } from '../tenant/context-statement.ts';
import { currentScope, Scope } from '../tenant/scope.ts';
import { StatementNames } from '../tenant/statement-names.ts';
import { TenantPool } from '../tenant/tenant-pool.ts';
import type { DbOptions } from './options.ts';
import { ScopedClients } from './scoped-clients.ts';
import type { TenantClient } from './tenant-client.ts';

/** A pool for one role on one server. Nothing connects before the first query. */
export function openPool(url: string, options: DbOptions, max: number): TenantPool {
  const { pool = {}, onPoolError, preparedStatements: named = true } = options;
  const opened = new TenantPool(
    {
      connectionString: url,
      max,
      connectionTimeoutMillis: pool.connectionTimeoutMs ?? 5_000,
      idleTimeoutMillis: pool.idleTimeoutMs ?? 30_000,
      ...(options.applicationName ? { application_name: options.applicationName } : {}),
    },
    new ContextStatement({ named, statementTimeoutMs: options.statementTimeoutMs }),
  );
  // Without a listener the loss of an idle connection would end the process.
  opened.on('error', (error) => onPoolError?.(toDbError(error)));
  return opened;
}

/** One role's pool, with the Prisma client on top of it. Nothing connects before the first query. */
export class Endpoint {
  readonly pool: TenantPool;
  readonly #prisma: PrismaClient;
  readonly #clients: ScopedClients;
  #closing: Promise<void> | undefined;

  constructor(url: string, options: DbOptions, max: number) {
    const { preparedStatements: prepared = true } = options;
    this.pool = openPool(url, options, max);
    const names = new StatementNames();
    this.#prisma = new PrismaClient({
      adapter: new PrismaPg(
        this.pool,
        prepared ? { statementNameGenerator: ({ sql }) => names.nameOf(sql) as string } : {},
      ),
      // The other formats print the arguments of a wrong call, secrets included.
      errorFormat: 'minimal',
      transactionOptions: {
        maxWait: options.transaction?.maxWaitMs ?? 5_000,
        timeout: options.transaction?.timeoutMs ?? 5_000,
      },
    });
    this.#clients = new ScopedClients(this.#prisma);
  }

  client(scope: Scope): TenantClient {
    return this.#clients.create(scope);
  }

  /** Runs one statement that needs no tenant; it sees no tenant's rows. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const result = await currentScope.run(new Scope(), () => this.pool.query<Row>(text, [...values]));
      return result.rows;
    } catch (error) {
      throw toDbError(error);
    }
  }

  /** Rolls back what is open and closes all connections; later calls wait for the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#prisma.$disconnect().then(() => this.pool.end());
    return this.#closing;
  }
}
