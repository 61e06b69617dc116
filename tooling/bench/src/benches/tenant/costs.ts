import type { TenantContext } from '@org/db';
import type { TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { type Contest, contest, type Operation, type Run } from '../../measure.ts';
import { type Client, workOf } from './cases.ts';
import type { Row } from './data.ts';
import type { OurPeer } from './peers.ts';

export type Length = Pick<Contest, 'turnMs' | 'rounds'>;
/** Measures with and without a part. */
export type Cost = (given: Given, length: Length) => Promise<Run[]>;
export interface Given {
  readonly ours: OurPeer;
  readonly database: TestDatabase;
  readonly pick: (call: number) => Row;
}

/** What single parts of the tenant client cost: the same work with and without the part, by ten callers. */
export const COSTS: Readonly<Record<string, Cost>> = {
  'cost of a client for each call': async ({ ours, pick }, length) => {
    const one = clientOf(ours, pick(0));
    // Rows of one tenant, so that the shared client sees them too.
    const work = workOf('find one');
    return await compare('cost of a client for each call', length, {
      ours: (call) => work(clientOf(ours, pick(0)), pick(0), call),
      'one client for all': (call) => work(one, pick(0), call),
    });
  },
  'cost of a full context': async ({ ours, pick }, length) => {
    const work = workOf('find one');
    const user = '018f0000-0000-7000-8000-000000000001';
    const full = { userId: user, request: { id: 'bench', ip: '192.0.2.1', userAgent: 'bench/1.0' } };
    return await compare('cost of a full context', length, {
      ours: (call) => work(clientOf(ours, pick(call), full), pick(call), call),
      'the tenant only': (call) => work(clientOf(ours, pick(call)), pick(call), call),
    });
  },
  'cost of audit: update': (given, length) => costOfAudit('update', given, length),
  'cost of audit: create': (given, length) => costOfAudit('create', given, length),
};

/** The triggers are switched off and on again between the turns. */
async function costOfAudit(name: string, { ours, database, pick }: Given, length: Length): Promise<Run[]> {
  const owner = new pg.Client({ connectionString: database.superuserUrl });
  await owner.connect();
  const { rows } = await owner.query<{ trigger: string }>(
    `SELECT quote_ident(tgname) AS trigger FROM pg_trigger
     WHERE tgrelid = 'commerce.products'::regclass AND NOT tgisinternal AND tgname LIKE '%audit%'`,
  );
  const triggers = (state: 'ENABLE' | 'DISABLE') => async () => {
    for (const { trigger } of rows) {
      await owner.query(`ALTER TABLE commerce.products ${state} TRIGGER ${trigger}`);
    }
  };
  const operation: Operation = (call) => workOf(name)(clientOf(ours, pick(call)), pick(call), call);
  try {
    if (rows.length === 0)
      throw new Error('commerce.products has no audit trigger: nothing would be compared.');
    return await contest({
      ...length,
      case: `cost of audit: ${name}`,
      callers: 10,
      rttMs: 0,
      peers: {
        ours: { operation, before: triggers('ENABLE') },
        'without audit': { operation, before: triggers('DISABLE') },
      },
    });
  } finally {
    await triggers('ENABLE')();
    await owner.end();
  }
}

/** The operations in turns, by ten callers. */
export function compare(name: string, length: Length, operations: Record<string, Operation>): Promise<Run[]> {
  const peers = Object.fromEntries(
    Object.entries(operations).map(([peer, operation]) => [peer, { operation }]),
  );
  return contest({ ...length, case: name, callers: 10, rttMs: 0, peers });
}

function clientOf({ db }: OurPeer, { tenantId }: Row, more: Partial<TenantContext> = {}): Client {
  return db.forTenant({ tenantId, ...more }) as unknown as Client;
}
