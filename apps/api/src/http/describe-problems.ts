import type { RouteOptions } from 'fastify';
import type { RouteAccess } from '../auth/access.ts';
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

/** Documents who may use a route and the problems that it may answer with, from what it is. For the hook `onRoute`. */
export function describeProblems(route: RouteOptions): void {
  const { schema } = route;
  const access = route.config?.access;
  // The hook is called again with what it made of a GET route, for its HEAD.
  if (!schema || schema.hide || route.method === 'HEAD') return;
  const problems = statusesOf(route).map((status) => [status, answer(DESCRIPTIONS[status])]);
  route.schema = {
    ...schema,
    response: {
      ...Object.fromEntries(problems),
      default: answer('Any other problem'),
      ...(schema.response as object | undefined),
    },
    ...(access
      ? { security: [{ bearer: [] }], description: describeAccess(schema.description, access) }
      : {}),
  };
}

function statusesOf({ schema, method, config }: RouteOptions): (keyof typeof DESCRIPTIONS)[] {
  const changes = ![method].flat().every((one) => one === 'GET' || one === 'HEAD');
  return [
    ...(schema?.body || schema?.querystring || schema?.params ? ([400] as const) : []),
    ...(config?.access ? ([401, 403] as const) : []),
    ...(schema?.params ? ([404] as const) : []),
    ...(config?.access && changes ? ([409, 422] as const) : []),
  ];
}

function describeAccess(description: string | undefined, { portal, permissions }: RouteAccess): string {
  const serves = portal ? 'For staff and portal users.' : 'For staff.';
  const needs = permissions.length > 0 ? `Needs ${permissions.map((key) => `\`${key}\``).join(', ')}.` : '';
  return [description, serves, needs].filter(Boolean).join(' ');
}
