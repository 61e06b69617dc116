import { isIP } from 'node:net';
import type { RequestOrigin } from '@org/domain';
import type { FastifyRequest } from 'fastify';

/** Where a request came from, as sessions and the audit keep it. */
export function requestOrigin(request: FastifyRequest): RequestOrigin {
  // A link-local address carries the name of a network interface, which the database does not know.
  const [ip = ''] = request.ip.split('%');
  const userAgent = request.headers['user-agent']?.slice(0, 500);
  return {
    id: request.id,
    ...(isIP(ip) === 0 ? {} : { ip }),
    ...(userAgent ? { userAgent } : {}),
  };
}
