import type { FastifyReply } from 'fastify';

/** Aborted when the client goes away before it is answered: nobody waits for the result any more. */
export function whileConnected(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const { raw } = reply;
  raw.once('close', () => {
    if (!raw.writableEnded) controller.abort();
  });
  return controller.signal;
}
