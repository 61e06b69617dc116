import pg, { type PoolClient, type QueryConfig } from 'pg';
import { newCode } from './cases.ts';
import type { Row } from './data.ts';
import { CONNECTIONS, type TenantPeer } from './peers.ts';

type Statements = (row: Row, call: number) => QueryConfig[];

const byId: Statements = ({ tenantId, id }) => [
  {
    name: 'by_id',
    text: 'SELECT * FROM commerce.products WHERE tenant_id = $1 AND id = $2',
    values: [tenantId, id],
  },
];

const setVintage: Statements = ({ tenantId, id }, call) => [
  {
    name: 'set_vintage',
    text: 'UPDATE commerce.products SET vintage = $3, updated_at = now() WHERE tenant_id = $1 AND id = $2 RETURNING *',
    values: [tenantId, id, 1950 + (call % 70)],
  },
];

const STATEMENTS: Readonly<Record<string, Statements>> = {
  'find one': byId,
  'find unique': byId,
  'find 20': ({ tenantId }) => [
    {
      name: 'twenty',
      text: 'SELECT * FROM commerce.products WHERE tenant_id = $1 ORDER BY created_at DESC LIMIT 20',
      values: [tenantId],
    },
  ],
  'raw read': byId,
  update: setVintage,
  create: ({ tenantId }) => [
    {
      name: 'create',
      text: 'INSERT INTO commerce.products (tenant_id, code, name) VALUES ($1, $2, $3) RETURNING *',
      values: [tenantId, newCode(), 'A new product'],
    },
  ],
};

/**
 * Bare `pg`, with prepared statements, which sends BEGIN, the tenant, the query and COMMIT without waiting in between: as
 * fast as isolation through this driver can be, without what an ORM does.
 */
export function pipelinedPeer(connectionString: string): TenantPeer {
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS, idleTimeoutMillis: 0, pipeline: true });
  const within = async (use: (client: PoolClient) => Promise<unknown>) => {
    const client = await pool.connect();
    try {
      return await use(client);
    } finally {
      client.release();
    }
  };
  const begin = (client: PoolClient, { tenantId }: Row) => [
    client.query('BEGIN'),
    client.query({
      name: 'tenant',
      text: `SELECT set_config('app.current_tenant_id', $1, true)`,
      values: [tenantId],
    }),
  ];
  const send = (client: PoolClient, statements: QueryConfig[]) =>
    statements.map((statement) => client.query(statement));
  const transaction = (row: Row, call: number) =>
    within(async (client) => {
      await Promise.all([...begin(client, row), ...send(client, byId(row, call))]);
      await Promise.all([...send(client, setVintage(row, call)), client.query('COMMIT')]);
    });
  return {
    work: (name) => {
      if (name === 'interactive transaction') return transaction;
      const statements = STATEMENTS[name];
      if (!statements) return undefined;
      return (row, call) =>
        within((client) =>
          Promise.all([
            ...begin(client, row),
            ...send(client, statements(row, call)),
            client.query('COMMIT'),
          ]),
        );
    },
    close: () => pool.end(),
  };
}
