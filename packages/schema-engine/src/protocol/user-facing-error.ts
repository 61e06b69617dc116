import { EngineFailure } from '../engine/engine-failure.ts';
import { isPrismaCode, SchemaEngineError } from '../errors.ts';

/** The form of an error on the wire, as Prisma's CLI reads it. */
export interface UserFacingError {
  readonly is_panic: boolean;
  readonly message: string;
  readonly meta?: unknown;
  readonly error_code?: string;
}

export function toUserFacingError(error: unknown): UserFacingError {
  if (error instanceof EngineFailure) {
    return {
      is_panic: error.isPanic,
      message: error.message,
      meta: error.meta ?? null,
      ...(error.code === undefined ? {} : { error_code: error.code }),
    };
  }
  if (error instanceof SchemaEngineError) {
    return {
      is_panic: false,
      message: error.message,
      meta: error.meta ?? null,
      ...(isPrismaCode(error.code) ? { error_code: error.code } : {}),
    };
  }
  return { is_panic: false, message: error instanceof Error ? error.message : String(error) };
}
