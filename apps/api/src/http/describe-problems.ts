import type { RouteOptions } from 'fastify';
import { problemSchema } from './problem.ts';

const DESCRIPTIONS = {
  400: 'The request fails its schema, or a cursor does not belong to this list',
  401: 'No access token, or one that is not good (any more)',
  403: 'A permission is missing',
  404: 'There is no such record in this tenant',
  409: 'The change conflicts with what is there',
  422: 'The values are well-formed, but cannot be accepted',
} as const;

const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** Documents the problems that a route may answer with, from what the route is. For the hook `onRoute`. */
export function describeProblems(route: RouteOptions): void {
  const { schema } = route;
  if (!schema || schema.hide) return;
  const access = route.config?.access;
  const changes = ![route.method].flat().every((method) => method === 'GET' || method === 'HEAD');
  const statuses: (keyof typeof DESCRIPTIONS)[] = [];
  if (schema.body || schema.querystring || schema.params) statuses.push(400);
  if (access) statuses.push(401, 403);
  if (schema.params) statuses.push(404);
  if (changes && access) statuses.push(409, 422);
  const problems = statuses.map((status) => [status, answer(DESCRIPTIONS[status])]);
  schema.response = {
    ...Object.fromEntries(problems),
    default: answer('Any other problem'),
    ...(schema.response as object | undefined),
  };
  if (!access) return;
  schema.security = [{ bearer: [] }];
  const needs =
    access.permissions.length > 0 ? `Needs ${access.permissions.map((key) => `\`${key}\``).join(', ')}.` : '';
  const serves = access.kinds.includes('portal')
    ? access.kinds.includes('staff')
      ? 'For staff and portal users.'
      : 'For portal users.'
    : 'For staff.';
  schema.description = [schema.description, serves, needs].filter(Boolean).join(' ');
}
