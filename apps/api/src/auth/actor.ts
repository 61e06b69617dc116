import type { Actor } from '@org/domain';
import type { FastifyRequest } from 'fastify';

/** Who makes a request, for workflows that must not go beyond his rights. */
export function actorOf({ principal }: FastifyRequest): Actor {
  return { userId: principal.id, permissions: principal.permissions };
}
