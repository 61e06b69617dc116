import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FollowedChanges, followChanges } from '@org/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import { actorOf } from '../auth/actor.ts';
import type { ChangeListener } from './change-listener.ts';

/** Milliseconds until the next look while a change cannot be told yet. */
const PENDING_PAUSE = 100;
/** Milliseconds between signs of life, which keep proxies from hanging up; each is a look, too. */
const HEARTBEAT = 15_000;
/** Milliseconds in which changes are gathered before the next look. */
const GATHER = 20;
/** Failed looks in a row after which a stream ends; its client connects again. */
const MOST_FAILURES = 5;

/**
 * Answers a request with server-sent events (WHATWG HTML, section 9.2) until the client leaves, the access token runs
 * out or the server closes. What is told is read by the request's own tenant client.
 *
 * Each row is an event with its entity as the name. The last one of an answer has the cursor as its id, so a client that
 * was cut off in between gets the answer again: at least once, nothing is lost.
 *
 * @throws DomainError INPUT_INVALID, CURSOR_EXPIRED before anything is sent
 */
export async function streamChanges(
  listener: ChangeListener,
  request: FastifyRequest,
  reply: FastifyReply,
  from: string | undefined,
): Promise<void> {
  const look = (cursor: string | undefined) =>
    followChanges(request.tenant, { ...(cursor === undefined ? {} : { cursor }), actor: actorOf(request) });
  let answer = await look(from);

  const ended = new AbortController();
  const end = () => ended.abort();
  let woken = Promise.withResolvers<void>();
  const stop = listener.subscribe(request.principal.tenantId, () => woken.resolve());
  request.server.liveStreams.add(end);
  reply.raw.once('close', end);
  const expiry = setTimeout(end, millisecondsLeft(request));
  try {
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
    });
    let failures = 0;
    let text = `event: ready\n${eventsOf(answer) || idLine(answer)}\n`;
    while (!ended.signal.aborted) {
      if (text !== '' && !reply.raw.write(text)) await once(reply.raw, 'drain', { signal: ended.signal });
      if (!answer.more)
        await waitFor(woken.promise, answer.pending ? PENDING_PAUSE : HEARTBEAT, ended.signal);
      woken = Promise.withResolvers();
      if (ended.signal.aborted) break;
      try {
        const next = await look(answer.cursor);
        text = eventsOf(next) || (answer.pending ? '' : ': still here\n\n');
        answer = next;
        failures = 0;
      } catch (error) {
        failures += 1;
        request.log.warn({ err: error }, 'a live view could not be continued');
        if (failures >= MOST_FAILURES) break;
        text = '';
        await sleep(1_000, undefined, { signal: ended.signal }).catch(() => undefined);
      }
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    clearTimeout(expiry);
    stop();
    request.server.liveStreams.delete(end);
    reply.raw.end();
  }
}

/** Until something changes, or for some time; changes that come close together count as one. */
async function waitFor(woken: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  await Promise.race([
    woken.then(() => sleep(GATHER)),
    sleep(milliseconds, undefined, { signal: either }).catch(() => undefined),
  ]);
  over.abort();
}

function eventsOf({ changes, cursor }: FollowedChanges): string {
  return changes
    .map(({ entity, id, row }, index) => {
      const isLast = index === changes.length - 1;
      return `event: ${entity}\ndata: ${JSON.stringify({ id, row })}\n${isLast ? `id: ${cursor}\n` : ''}\n`;
    })
    .join('');
}

function idLine({ cursor }: FollowedChanges): string {
  return `id: ${cursor}\ndata: {}\n`;
}

/** Of the access token, which was verified when the request came in. */
function millisecondsLeft({ headers }: FastifyRequest): number {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const { exp = 0 } = decodeJwt(token);
  return Math.max(0, exp * 1000 - Date.now());
}
