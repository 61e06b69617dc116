import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { DbError } from '../errors/db-error.ts';
import { toDbError } from '../errors/to-db-error.ts';
import { SlowStatements } from '../observability/slow-statements.ts';
import { Watch } from '../observability/watch.ts';
import { ContextStatement } from '../tenant/context-statement.ts';
import { LocalContext } from '../tenant/local-context.ts';
import { currentScope, Scope } from '../tenant/scope.ts';
import { StatementNames } from '../tenant/statement-names.ts';
import { TenantPool } from '../tenant/tenant-pool.ts';
import { LiteralLimitsAdapter } from './literal-limits.ts';
import type { DbOptions } from './options.ts';
import { ScopedClients } from './scoped-clients.ts';
import type { TenantClient } from './tenant-client.ts';
import { Work } from './work.ts';

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
    options.distributed
      ? new LocalContext(options.statementTimeoutMs)
      : new ContextStatement({ named, statementTimeoutMs: options.statementTimeoutMs }),
  );
  // Without a listener the loss of an idle connection would end the process.
  opened.on('error', (error) => onPoolError?.(toDbError(error)));
  if (options.slowStatements) opened.slow = new SlowStatements(options.slowStatements, opened);
  return opened;
}

/** One role's pool, with the Prisma client on top of it. Nothing connects before the first query. */
export class Endpoint {
  readonly pool: TenantPool;
  readonly work = new Work();
  readonly #prisma: PrismaClient;
  readonly #clients: ScopedClients;
  #closing: Promise<void> | undefined;

  constructor(url: string, options: DbOptions, max: number) {
    const { preparedStatements: prepared = true } = options;
    this.pool = openPool(url, options, max);
    const names = new StatementNames();
    this.#prisma = new PrismaClient({
      adapter: prepared
        ? new LiteralLimitsAdapter(this.pool, {
            statementNameGenerator: ({ sql }) => names.nameOf(sql) as string,
          })
        : new PrismaPg(this.pool),
      // The other formats print the arguments of a wrong call, secrets included.
      errorFormat: 'minimal',
      transactionOptions: {
        maxWait: options.transaction?.maxWaitMs ?? 5_000,
        timeout: options.transaction?.timeoutMs ?? 5_000,
      },
    });
    this.#clients = new ScopedClients(
      this.#prisma,
      this.pool,
      this.work,
      (tableOf) => Watch.of(options, url, tableOf),
      options.distributed ?? false,
    );
  }

  client(scope: Scope): TenantClient {
    return this.#clients.create(scope);
  }

  /** Runs one statement that needs no tenant; it sees no tenant's rows. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const run = () => this.pool.query<Row>(text, [...values]);
      const { rows } = await this.work.run(() => currentScope.run(new Scope(), run));
      return rows;
    } catch (error) {
      throw toDbError(error);
    }
  }

  /**
   * Lets nothing new begin, waits for what is running, in milliseconds at most, ends the rest and closes all
   * connections. Later calls wait for the same end.
   */
  close(timeoutMs = 0): Promise<void> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<void> {
    await this.work.drain(timeoutMs);
    const ended = this.pool.end();
    this.pool.stop(new DbError('DATABASE_CLOSED'));
    await Promise.all([this.#prisma.$disconnect(), ended]);
  }
}
