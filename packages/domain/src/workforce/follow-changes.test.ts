import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuards, type Guards } from '../../test/guards.ts';
import { codeOf } from '../../test/shop.ts';
import { changeClientRequest } from './change-client-request.ts';
import { createClientRequest } from './create-client-request.ts';
import { followChanges } from './follow-changes.ts';
import { listClientRequests } from './list-client-requests.ts';
import { listMessages } from './list-messages.ts';
import { readMessage } from './read-message.ts';
import type { WorkforceActor } from './scope.ts';
import { sendMessage } from './send-message.ts';

let guards: Guards;
beforeAll(async () => {
  guards = await createGuards();
});
afterAll(() => guards.close());

/**
 * Follows from now on: each call tells what has changed since the last. Waits until older transactions have ended, also
 * before it begins: until then earlier changes may be told again.
 */
async function follower(actor: WorkforceActor) {
  let { cursor } = await followChanges(guards.client, { actor });
  const follow = async () => {
    const seen: string[] = [];
    for (;;) {
      const answer = await followChanges(guards.client, { actor, cursor, limit: 3 });
      cursor = answer.cursor;
      seen.push(...answer.changes.map(({ entity, row }) => `${entity} ${row ? 'written' : 'gone'}`));
      if (!answer.more && !answer.pending) return seen;
    }
  };
  await follow();
  return follow;
}

describe('what changed since a cursor', () => {
  test('is told to each by what he may see, deletions included', async () => {
    const agent = await guards.addAgent();
    const other = await guards.addAgent();
    const [boss, own, stranger, owner] = await Promise.all(
      [guards.supervisor, agent.actor, other.actor, guards.owner.actor].map(follower),
    );
    const all = async () => [await boss?.(), await own?.(), await stranger?.(), await owner?.()];
    const shiftId = await guards.addShift({ agentId: agent.agentId, inHours: 1000 });
    expect(await all()).toEqual([['Shift written'], ['Shift written'], [], ['Shift written']]);
    await guards.client.shift.updateMany({ where: { id: shiftId }, data: { agentId: other.agentId } });
    expect(await all()).toEqual([['Shift written'], ['Shift gone'], ['Shift written'], ['Shift written']]);
    await guards.client.shift.deleteMany({ where: { id: shiftId } });
    expect(await all()).toEqual([['Shift gone'], [], ['Shift gone'], ['Shift gone']]);
    await sendMessage(guards.client, { recipientId: other.userId, body: 'Hello', actor: agent.actor });
    expect(await all()).toEqual([[], ['Message written'], ['Message written'], []]);
    await sendMessage(guards.client, { recipientRole: 'CLIENT', body: 'Notice', actor: guards.supervisor });
    expect(await all()).toEqual([['Message written'], [], [], ['Message written']]);
  });

  test('is complete however transactions overlap: one that commits late is told late, never lost', async () => {
    const follow = await follower(guards.supervisor);
    const written = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const { siteId } = guards;
    const slow = guards.client.$transaction(async (tx) => {
      const startTime = new Date(Date.UTC(2032, 0, 1, 8));
      const data = { siteId, startTime, endTime: new Date(Date.UTC(2032, 0, 1, 16)) };
      await tx.shift.create({ data, select: { id: true } });
      written.resolve();
      await released.promise;
    });
    await written.promise;
    await guards.addShift({ inHours: 2000 });
    const { cursor } = await followChanges(guards.client, { actor: guards.supervisor });
    const early = await followChanges(guards.client, { actor: guards.supervisor, cursor });
    expect(early).toMatchObject({ changes: [], pending: true });
    released.resolve();
    await slow;
    expect(await follow()).toEqual(['Shift written', 'Shift written']);
    expect(await follow()).toEqual([]);
  });

  test('comes in pages, a row once', async () => {
    const follow = await follower(guards.supervisor);
    await guards.client.shift.createMany({
      data: Array.from({ length: 10 }, (_, day) => ({
        siteId: guards.siteId,
        startTime: new Date(Date.UTC(2031, 0, day + 1, 8)),
        endTime: new Date(Date.UTC(2031, 0, day + 1, 16)),
      })),
    });
    expect(await follow()).toHaveLength(10);
  });

  test('cursors that are none, or too old, or of another server are refused', async () => {
    const follow = (cursor: string) =>
      codeOf(followChanges(guards.client, { actor: guards.supervisor, cursor }));
    const now = Math.floor(Date.now() / 1000);
    expect(await follow('x')).toBe('INPUT_INVALID');
    expect(await follow(`99999999999999999999..${now}`)).toBe('INPUT_INVALID');
    expect(await follow(`1..${now - 31 * 86_400}`)).toBe('CURSOR_EXPIRED');
    expect(await follow(`999999999999..${now}`)).toBe('CURSOR_EXPIRED');
  });
});

describe('messages', () => {
  test('reach their reader once, and are read once', async () => {
    const [from, to] = [await guards.addAgent(), await guards.addAgent()];
    const message = { recipientId: to.userId, body: 'At the gate', idempotencyKey: 'm-1', actor: from.actor };
    const sent = await Promise.all(Array.from({ length: 10 }, () => sendMessage(guards.client, message)));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    const inbox = (unread: boolean) => listMessages(guards.client, { userId: to.userId, unread });
    expect((await inbox(true)).data).toMatchObject([{ body: 'At the gate', readAt: null }]);
    const messageId = sent[0]?.id ?? '';
    expect(await codeOf(readMessage(guards.client, { messageId, userId: from.userId }))).toBe('NOT_FOUND');
    const { readAt } = await readMessage(guards.client, { messageId, userId: to.userId });
    expect((await readMessage(guards.client, { messageId, userId: to.userId })).readAt).toBe(readAt);
    expect((await inbox(true)).data).toEqual([]);
    expect((await listMessages(guards.client, { userId: from.userId, box: 'sent' })).data).toHaveLength(1);
  });

  test('are complete, and to a role only from who sends notifications', async () => {
    const { actor } = await guards.addAgent();
    const send = (message: object) => codeOf(sendMessage(guards.client, { actor, ...message }));
    const recipientId = guards.supervisor.userId;
    expect(await send({ recipientId })).toBe('INPUT_INVALID');
    expect(await send({ recipientId, messageType: 'LOCATION', latitude: 1 })).toBe('INPUT_INVALID');
    expect(await send({ recipientId, recipientRole: 'AGENT', body: 'x' })).toBe('INPUT_INVALID');
    expect(await send({ recipientRole: 'AGENT', body: 'x' })).toBe('PERMISSION_MISSING');
    expect(await send({ recipientId: guards.siteId, body: 'x' })).toBe('NOT_FOUND');
    expect(await send({ recipientId, messageType: 'LOCATION', latitude: 1, longitude: 2 })).toBe('DONE');
  });
});

test('a client’s request goes from asking to its end, and to nobody else’s eyes', async () => {
  const { client, owner, supervisor, siteId } = guards;
  const request = { title: 'More light', siteId, idempotencyKey: 'r-1', actor: owner.actor };
  const made = await Promise.all(Array.from({ length: 10 }, () => createClientRequest(client, request)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  const requestId = made[0]?.id ?? '';
  const take = (step: Parameters<typeof changeClientRequest>[1]['step']) =>
    changeClientRequest(client, { requestId, step });
  expect(await codeOf(take({ status: 'RESOLVED', resolution: 'Done' }))).toBe('STATE_ILLEGAL');
  const agent = await guards.addAgent();
  const assign = () => codeOf(take({ status: 'ASSIGNED', assignedToId: agent.userId }));
  expect(await assign()).toBe('DONE');
  expect((await listClientRequests(client, { actor: agent.actor })).data).toMatchObject([{ id: requestId }]);
  await take({ status: 'IN_PROGRESS' });
  expect(await take({ status: 'RESOLVED', resolution: 'Two lamps' })).toMatchObject({
    resolution: 'Two lamps',
  });
  await take({ status: 'CLOSED' });
  expect(await codeOf(take({ status: 'CANCELLED' }))).toBe('STATE_ILLEGAL');
  const stranger = await guards.addAgent();
  expect((await listClientRequests(client, { actor: stranger.actor })).data).toEqual([]);
  expect((await listClientRequests(client, { actor: supervisor })).data).toHaveLength(1);
  expect(await codeOf(createClientRequest(client, { title: 'x', actor: stranger.actor }))).toBe(
    'PERMISSION_MISSING',
  );
  expect(await codeOf(createClientRequest(client, { title: 'x', actor: supervisor }))).toBe('INPUT_INVALID');
});
