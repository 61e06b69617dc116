import type { Prisma, TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idText } from '../shared/view-fields.ts';
import { type ChangePosition, formatPosition, parsePosition } from './live/position.ts';
import { LIVE_ENTITIES, type LiveEntity, READERS, type Viewer } from './live/read-entities.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { type Scope, scopeOf, workforceActorSchema } from './scope.ts';

export const followChangesInput = z.strictObject({
  cursor: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Of an earlier answer; without it following begins now'),
  limit: z.int().min(1).max(1000).default(200),
  actor: workforceActorSchema,
});

export const changesSchema = z
  .object({
    changes: z.array(
      z.object({
        entity: z.enum(LIVE_ENTITIES),
        id: idText,
        row: z
          .looseObject({ id: idText })
          .nullable()
          .describe('As it is now; null when it was deleted, or is not for the reader any more'),
      }),
    ),
    cursor: z.string().describe('Ask with it for what comes next'),
    more: z.boolean().describe('There are more changes already'),
  })
  .meta({ id: 'Changes' });
export type Changes = z.output<typeof changesSchema>;

/** As `Changes`, and whether a change is there that cannot be told yet, because an older transaction still runs. */
export interface FollowedChanges extends Changes {
  readonly pending: boolean;
}

/**
 * What has changed since a cursor, as far as somebody may see it, deletions included: each row once, as it is now. To
 * begin, get a cursor, then load the lists, then follow.
 *
 * Nothing is missed and nothing comes in the wrong order, however transactions overlap: a change is told once all
 * transactions that began before its own have ended (PostgreSQL's `pg_snapshot_xmin`).
 *
 * @throws DomainError INPUT_INVALID, CURSOR_EXPIRED (older than 30 days)
 */
export async function followChanges(
  client: TenantClient,
  input: z.input<typeof followChangesInput>,
): Promise<FollowedChanges> {
  const wanted = parseInput(followChangesInput, input);
  const after = wanted.cursor === undefined ? undefined : parsePosition(wanted.cursor);
  // In one transaction, so that all is read from one server: a replica does not know of what its horizon is not.
  return await inTransaction(client, (tx) => follow(tx, after, wanted));
}

async function follow(
  client: TenantTransaction,
  after: ChangePosition | undefined,
  { limit, actor }: z.output<typeof followChangesInput>,
): Promise<FollowedChanges> {
  const scope = await scopeOf(client, actor);
  const viewer: Viewer = { scope, roles: await rolesOfUser(client, actor.userId) };
  const [horizon] = await client.$queryRaw<{ settled: bigint; next: bigint }[]>`
    SELECT pg_snapshot_xmin(s)::text::bigint AS settled, pg_snapshot_xmax(s)::text::bigint AS next
    FROM pg_current_snapshot() AS s`;
  if (!horizon) throw new Error('pg_current_snapshot() gave no row');
  const issuedAt = Math.floor(Date.now() / 1000);
  const atHorizon: ChangePosition = { transactionId: horizon.settled, changeId: '', issuedAt };
  if (after === undefined)
    return { changes: [], cursor: formatPosition(atHorizon), more: false, pending: false };
  // Of another server, such as one that was restored from a dump: its transactions are counted anew.
  if (after.transactionId > horizon.next) throw new DomainError('CURSOR_EXPIRED');

  const visible = visibleChanges(viewer);
  const rows = await client.workforceChange.findMany({
    where: { AND: [visible, laterThan(after), { transactionId: { lt: horizon.settled } }] },
    orderBy: [{ transactionId: 'asc' }, { id: 'asc' }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit;
  const pending =
    !more &&
    (await client.workforceChange.findFirst({
      where: { AND: [visible, { transactionId: { gte: horizon.settled } }] },
      select: { id: true },
    })) !== null;
  const position =
    more && last ? { transactionId: last.transactionId, changeId: last.id, issuedAt } : atHorizon;
  // A cursor never goes back, also when the horizon has not moved past it.
  const next = position.transactionId < after.transactionId ? { ...after, issuedAt } : position;
  return { changes: await readRows(client, page, viewer), cursor: formatPosition(next), more, pending };
}

function laterThan({ transactionId, changeId }: ChangePosition): Prisma.WorkforceChangeWhereInput {
  if (changeId === '') return { transactionId: { gte: transactionId } };
  return {
    transactionId: { gte: transactionId },
    OR: [{ transactionId: { gt: transactionId } }, { id: { gt: changeId } }],
  };
}

function visibleChanges({ scope, roles }: Viewer): Prisma.WorkforceChangeWhereInput {
  const mine = [{ userId: scope.userId }, { otherUserId: scope.userId }, { audience: { in: [...roles] } }];
  if (scope.kind === 'all') {
    // Messages are their sender's and their readers', supervisors or not.
    return { OR: [{ entity: { not: 'Message' } }, ...mine] };
  }
  return { OR: [...ofScope(scope), ...mine] };
}

function ofScope(scope: Scope): Prisma.WorkforceChangeWhereInput[] {
  if (scope.kind === 'agent') return [{ agentId: scope.agentId }, { entity: 'Site' }];
  return scope.kind === 'client' ? [{ clientId: scope.clientId }] : [];
}

async function readRows(
  client: TenantTransaction,
  page: readonly { readonly entity: string; readonly entityId: string }[],
  viewer: Viewer,
): Promise<Changes['changes']> {
  // The last note of a row decides its place.
  const latest = new Map<string, { entity: LiveEntity; id: string }>();
  for (const { entity, entityId } of page) {
    const key = `${entity} ${entityId}`;
    latest.delete(key);
    latest.set(key, { entity: entity as LiveEntity, id: entityId });
  }
  const rows = new Map<string, { readonly id: string }>();
  for (const [entity, wanted] of Map.groupBy(latest.values(), (one) => one.entity)) {
    const found = await READERS[entity](
      client,
      wanted.map(({ id }) => id),
      viewer,
    );
    for (const row of found) rows.set(`${entity} ${row.id}`, row);
  }
  return [...latest].map(([key, { entity, id }]) => ({ entity, id, row: rows.get(key) ?? null }));
}
