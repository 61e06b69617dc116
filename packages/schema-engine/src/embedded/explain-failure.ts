import { toUserFacingError } from '../protocol/user-facing-error.ts';

/** What a failure of the engine says to a person, its code first, as Prisma's CLI prints it. Holds no secrets. */
export function explainFailure(error: unknown): string {
  const { error_code: code, message } = toUserFacingError(error);
  return [...(code === undefined ? [] : [`Error: ${code}`]), message].join('\n\n');
}
