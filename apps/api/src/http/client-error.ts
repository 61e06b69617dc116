import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyInstance } from 'fastify';
import { PROBLEM_TYPE } from './problem.ts';

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what is not HTTP, and so never becomes a request, as a problem too; then hangs up. */
export function answerClientError(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  this.log.debug({ code: error.code }, 'a client sent what is not HTTP');
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUSES[error.code] ?? 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const detail = 'This is not a valid HTTP request.';
  const body = JSON.stringify({
    type: 'urn:org:problem:HTTP_MALFORMED',
    title,
    status,
    detail,
    code: 'HTTP_MALFORMED',
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
