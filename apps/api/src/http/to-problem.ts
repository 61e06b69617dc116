import { DbError } from '@org/db';
import { DomainError } from '@org/domain';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HttpProblem, type ProblemDetail } from './problem.ts';

interface FastifyFailure {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
  readonly validationContext?: string;
}

/** Fastify's own refusals under stable names of ours. */
const REFUSALS: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['MEDIA_TYPE_UNSUPPORTED', 'Send the body as application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The body is larger than this service accepts.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['JSON_MALFORMED', 'The content type says JSON, but the body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['JSON_MALFORMED', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BODY_LENGTH_WRONG', 'The body is not as long as its header says.'],
  FST_ERR_BAD_URL: ['URL_MALFORMED', 'The address is not a valid URL path.'],
  FST_ERR_MAX_PARAM_LENGTH: ['URL_TOO_LONG', 'A part of the address is too long.'],
};

/** What a client is told of an error. What is not its doing is told without internals. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DomainError) {
    const { status, code, message, fields: errors, retryAfterSeconds } = error;
    const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return new HttpProblem(status, code, message, { cause: error, errors, headers });
  }
  if (error instanceof DbError) return ofDatabase(error);
  if (hasZodFastifySchemaValidationErrors(error)) return ofValidation(error);
  if (error instanceof Error) return ofFastify(error) ?? internal(error);
  return internal(error);
}

function ofDatabase(error: DbError): HttpProblem {
  if (error.status === 500) return internal(error);
  const errors = (error.details.fields ?? []).map((field) => ({ field, message: error.message }));
  const headers = error.status === 503 ? { 'retry-after': '5' } : {};
  return new HttpProblem(error.status, error.code, error.message, { cause: error, errors, headers });
}

function ofValidation(
  error: Parameters<typeof hasZodFastifySchemaValidationErrors>[0] & {
    validation: readonly { instancePath: string; message?: string | undefined }[];
    validationContext?: string | undefined;
  },
): HttpProblem {
  const place = error.validationContext ?? 'request';
  const errors = error.validation.map(
    ({ instancePath, message }): ProblemDetail => ({
      in: place,
      field: instancePath.split('/').filter(Boolean).join('.'),
      message: message ?? 'is not valid',
    }),
  );
  const list = errors.map(({ field, message }) => `${field || place}: ${message}`).join('; ');
  return new HttpProblem(400, 'VALIDATION_FAILED', `The ${place} is not valid: ${list}.`, { errors });
}

function ofFastify(error: Error & Partial<FastifyFailure>): HttpProblem | undefined {
  const { code = '', statusCode = 500 } = error;
  if (!code.startsWith('FST_') || statusCode >= 500) return undefined;
  const [name, detail] = REFUSALS[code] ?? ['BAD_REQUEST', 'The request cannot be understood.'];
  return new HttpProblem(statusCode, name, detail, { cause: error });
}

function internal(cause: unknown): HttpProblem {
  return new HttpProblem(
    500,
    'INTERNAL_ERROR',
    'Something went wrong on our side. Name the request id when you ask for help.',
    { cause },
  );
}
