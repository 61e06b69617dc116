import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { isOurSchema } from '../schemas.ts';
import { createFixture, type Fixture, RESETTING } from '../two-tenants.ts';
import { type AttackGround, currentGround } from './attack-ground.ts';
import { type FilledTenant, fillShared, fillTenant } from './fill-tenant.ts';

/** Two tenants with rows in every table: `own` is the attacker's, `foreign` is not. */
export interface Attack extends Fixture {
  readonly own: FilledTenant;
  readonly foreign: FilledTenant;
  /** The attacker: a service in the context of its own tenant. */
  readonly client: TenantClient;
  /** The attacker as the first portal user of its own tenant. */
  readonly portal: TenantClient;
  /** The victim, in its own context. */
  readonly victim: TenantClient;
  readonly roleId: string;
  /** All tables of the schemas, partitions aside. */
  readonly tables: readonly Table[];
  /** Changes with any row but the attacker's; with `all`, with any row. */
  fingerprint(rows: 'foreign' | 'all'): Promise<string>;
}

export interface Table {
  /** With its schema. */
  readonly name: string;
  /** The column that says whose a row is; none for tables that all tenants share. */
  readonly tenantColumn: 'tenant_id' | 'id' | null;
}

const CURSOR_SECRET = 'a secret of more than thirty-two characters';

interface AttackOptions {
  readonly connections?: number;
  /** Behind PgBouncer: let it reset a session after every transaction. */
  readonly resetSessions?: boolean;
}

/**
 * One database for a file, and after each of its tests the proof that no row but the attacker's own has changed.
 *
 * @param options.connections of the pool; with 1, all clients share one
 */
export function useAttack(options: AttackOptions = {}): () => Attack {
  const openGround = currentGround();
  let attack: Attack | undefined;
  let ready: ((clients: readonly TenantClient[]) => Promise<void>) | undefined;
  let before = '';
  const get = () => {
    if (!attack) throw new Error('The fixture is ready in tests only.');
    return attack;
  };
  beforeAll(async () => {
    const ground = await openGround();
    attack = await createAttack(options, ground);
    ready = ground.ready;
  });
  beforeEach(async () => {
    const { client, portal, victim } = get();
    await ready?.([client, portal, victim]);
    before = await get().fingerprint('foreign');
  });
  afterEach(async () => {
    expect(await get().fingerprint('foreign'), 'rows of others').toBe(before);
  });
  afterAll(() => attack?.end());
  return get;
}

async function createAttack(
  { connections = 2, resetSessions }: AttackOptions,
  ground: AttackGround,
): Promise<Attack> {
  const fixture = await createFixture(
    { pool: { max: connections }, cursorSecret: CURSOR_SECRET, ...ground.options },
    { settings: resetSessions ? RESETTING : undefined, database: ground.database },
  );
  const { superuser, tenants, db } = fixture;
  const { roleId } = await fillShared(superuser);
  const own = await fillTenant(superuser, tenants[0], { mark: 'own-mark', roleId });
  const foreign = await fillTenant(superuser, tenants[1], { mark: 'foreign-mark', roleId });
  const { rows: tables } = await superuser.query<Table>(`
    select c.oid::regclass::text as name, a.attname as "tenantColumn"
    from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname =
      case when c.relname = 'tenants' then 'id' else 'tenant_id' end
    where ${isOurSchema('c.relnamespace::regnamespace::text')} and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`);
  const texts = (own: string | null) => {
    const parts = tables.map(
      ({ name, tenantColumn }) =>
        `select '${name}' as t, r::text as r from ${name} r` +
        (tenantColumn && own ? ` where r.${tenantColumn} is distinct from '${own}'` : ''),
    );
    return `select md5(string_agg(t || r, '' order by t, r)) as sum from (${parts.join(' union all ')}) as rows`;
  };
  return {
    ...fixture,
    own,
    foreign,
    roleId,
    tables,
    client: db.forTenant({ tenantId: own.tenantId }),
    portal: db.forTenant(portalContext(own)),
    victim: db.forTenant({ tenantId: foreign.tenantId }),
    async fingerprint(which) {
      // Named, so that it is planned once: it reads some fifty tables.
      const text = texts(which === 'all' ? null : own.tenantId);
      const { rows } = await superuser.query<{ sum: string }>({ name: which, text });
      return rows[0]?.sum ?? '';
    },
  };
}

/** The first portal user of a tenant, as a context. */
export function portalContext(tenant: FilledTenant) {
  const { tenantId, portalUser: id, customer: customerId } = tenant;
  return { tenantId, portalUser: { id, customerId, tier: 'standard' as const } };
}

/** What came of an attempt. */
export interface Outcome {
  readonly result?: unknown;
  /** The code of the `DbError` that refused it. */
  readonly code?: string;
  /** Its message and what it tells of itself, without the cause, which is for the log. */
  readonly text: string;
}

/** Runs an attempt to its end and tells what an attacker would learn. */
export async function attempt(run: () => PromiseLike<unknown>): Promise<Outcome> {
  try {
    const result = await run();
    return { result, text: inspect(result, { depth: null, maxStringLength: null }) };
  } catch (error) {
    const known = error as { code?: string; message?: string; details?: unknown };
    return {
      code: known.code ?? 'NO_CODE',
      text: `${known.message} ${inspect(known.details, { depth: null })}`,
    };
  }
}

/** Nothing that the foreign tenant's rows hold is in the answer. */
export function expectNothingLearned(outcome: Outcome, foreign: FilledTenant): void {
  expect(outcome.text).not.toContain(foreign.mark);
}

/** Raw SQL as the attacker. */
export function sql(client: Pick<TenantClient, '$queryRawUnsafe'>, text: string, ...values: unknown[]) {
  return client.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values);
}
