import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { withConnection } from '../../src/database/connect.ts';
import { prepareDatabase } from '../../src/database/prepare.ts';
import { type RehearseOptions, rehearse } from '../../src/rehearse/rehearse.ts';
import { VERSION } from '../version.ts';

const PASSWORDS = { owner: 'owner', app: 'app', admin: 'admin', worker: 'worker' };

export interface Stage {
  readonly server: LocalServer;
  readonly folder: string;
  /** The migrating role's, to the database beside which scratch databases are made. */
  readonly url: string;
  /** A project whose first migration makes a shop; the others are `[migration, rollback]`, named 2, 3 … */
  project(...migrations: (readonly [string, (string | undefined)?])[]): Promise<string>;
  /** Rehearses all but the first migration of a project, with 3,000 orders. */
  rehearse(project: string, options?: Partial<RehearseOptions>): ReturnType<typeof rehearse>;
  scratchDatabases(): Promise<string[]>;
  end(): Promise<void>;
}

const SHOP = `CREATE SCHEMA shop;
CREATE TABLE shop.customers (id int PRIMARY KEY, name text NOT NULL CHECK (name <> ''));
CREATE TABLE shop.orders (id int PRIMARY KEY, number int, note text, customer_id int REFERENCES shop.customers);
GRANT USAGE ON SCHEMA shop TO org_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA shop TO org_app;`;

const ORDERS = `INSERT INTO shop.customers VALUES (1, 'Ann');
INSERT INTO shop.orders SELECT n, n, 'n' || n, 1 FROM generate_series(1, 3000) AS n;`;

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rehearse-'));
  const server = await startServer({
    directory: path.join(folder, '.pg'),
    version: VERSION,
    profile: 'test',
  });
  await prepareDatabase({
    superuserUrl: server.url(),
    database: 'org',
    passwords: PASSWORDS,
    shadowDatabases: true,
  });
  const url = server.url({ database: 'org', user: 'org_owner', password: PASSWORDS.owner });
  const write = async (target: string, migration: string, rollback: string | undefined) => {
    await mkdir(target, { recursive: true });
    await writeFile(path.join(target, 'migration.sql'), migration);
    if (rollback !== undefined) await writeFile(path.join(target, 'rollback.sql'), rollback);
  };
  return {
    server,
    folder,
    url,
    project: async (...migrations) => {
      const project = await mkdtemp(path.join(folder, 'project-'));
      const all = [[SHOP, 'DROP SCHEMA shop CASCADE;'] as const, ...migrations];
      for (const [index, [migration, rollback]] of all.entries()) {
        await write(path.join(project, 'prisma/migrations', `${index + 1}`), migration, rollback);
      }
      return project;
    },
    rehearse: (project, options = {}) =>
      rehearse({
        project,
        url,
        superuserUrl: server.url(),
        applied: ['1'],
        fill: {
          name: 'orders',
          run: (scratch) => withConnection(scratch, (client) => client.query(ORDERS)),
        },
        ...options,
      }),
    scratchDatabases: () =>
      withConnection(server.url(), async (client) => {
        const { rows } = await client.query<{ datname: string }>(
          "SELECT datname FROM pg_database WHERE datname LIKE 'orgdb_scratch_%'",
        );
        return rows.map(({ datname }) => datname);
      }),
    end: async () => {
      await server.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
