import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** One thing that is wrong with a request. */
export interface ProblemDetail {
  /** Where: `body`, `querystring`, `params` or `headers`. */
  readonly in?: string | undefined;
  /** Path within it, joined by dots. */
  readonly field: string;
  readonly message: string;
}

/** An error as clients see it, before it is tied to a request. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ProblemDetail[];
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code stable name of the reason
   * @param detail what is wrong and what to do, for people
   */
  constructor(
    status: number,
    code: string,
    detail: string,
    options: {
      cause?: unknown;
      errors?: readonly ProblemDetail[];
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.code = code;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** Problem details of RFC 9457, with a stable `code` to program against. */
export const problemSchema = z
  .object({
    type: z.string().describe('Names the kind of problem: `urn:org:problem:<code>`'),
    title: z.string().describe('The reason phrase of the status'),
    status: z.int(),
    detail: z.string().describe('What is wrong and what to do, for people'),
    instance: z.string().describe('Path of the request'),
    code: z.string().describe('Stable name of the reason, to program against'),
    requestId: z.string().describe('As in the header `x-request-id`: name it when you ask for help'),
    errors: z
      .array(z.object({ in: z.string().optional(), field: z.string(), message: z.string() }))
      .optional()
      .describe('Every field that is wrong'),
  })
  .meta({ id: 'Problem' });

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Answers a request with a problem. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: HttpProblem,
): FastifyReply {
  const [path = '/'] = request.url.split('?');
  const body = {
    type: `urn:org:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    instance: path,
    code: problem.code,
    requestId: request.id,
    ...(problem.errors.length > 0 ? { errors: [...problem.errors] } : {}),
  } satisfies z.infer<typeof problemSchema>;
  // A string is sent as it is: the route's own schemas are not for problems.
  return reply
    .code(problem.status)
    .headers({ 'x-request-id': request.id, ...problem.headers })
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(body));
}
