import { DbError } from '@org/db';
import { DomainError } from '../errors.ts';

const TAKEN: ReadonlySet<string> = new Set(['UNIQUE_VIOLATION', 'RESTORE_CONFLICT']);

/** Runs a write of an account, and says so when its e-mail belongs to another one. */
export async function refuseTakenEmail<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof DbError && TAKEN.has(error.code) && isAboutEmail(error)) {
      throw new DomainError('EMAIL_TAKEN', undefined, {
        cause: error,
        fields: [{ field: 'email', message: 'belongs to another account' }],
      });
    }
    throw error;
  }
}

const isAboutEmail = ({ details }: DbError) =>
  details.fields?.includes('email') === true || details.constraint === 'users_email_key';
