import { OperationsError } from '../../errors.ts';
import { invalidQuery, utf16Offset } from '../statement/invalid-query.ts';
import type { Statement } from '../statement/statement.ts';

interface Attempt {
  readonly statement: Statement;
  /** Characters that stood before the statement in what was sent. */
  readonly before: number;
  readonly parameters: readonly (string | null)[];
  readonly analyze: boolean;
  readonly statementTimeoutMs: number;
}

interface PostgresError {
  readonly code?: string;
  readonly message: string;
  readonly position?: string;
  readonly hint?: string;
}

/** What the server's refusal means to who asked; what is no refusal comes back as it is. */
export function toExplainFailure(error: unknown, attempt: Attempt): unknown {
  const { code, message, position, hint } = error as PostgresError;
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return error;
  const fail = (as: ConstructorParameters<typeof OperationsError>[0], text: string) =>
    new OperationsError(as, text, { cause: error });
  if (code === '25006') {
    return fail(
      'QUERY_WRITES',
      `The query changes something (${message}), and was run read-only. Allow writes: it is taken back, except for sequences and what leaves the database.`,
    );
  }
  if (code === '57014') {
    return fail(
      'QUERY_TIMEOUT',
      `The query did not end within ${attempt.statementTimeoutMs} ms. Give it more time, or look at the plan alone, without running it.`,
    );
  }
  if (code === '55P03') {
    return fail(
      'QUERY_FAILED',
      `Another session holds a lock that the query needs (${message}). Wait for it.`,
    );
  }
  if (code === '42501') {
    return fail('QUERY_FAILED', `The role of the connection may not run it: ${message}.`);
  }
  if (code === '42P18') {
    return fail(
      'PARAMETERS_INVALID',
      `${sentence(message)} Give values for the parameters, or write their types, such as $1::uuid.`,
    );
  }
  if (code === '08P01' || (code.startsWith('22') && attempt.parameters.length > 0 && !attempt.analyze)) {
    return fail('PARAMETERS_INVALID', `A value does not fit its parameter: ${message}.`);
  }
  const more = hint === undefined ? '' : ` ${hint}`;
  if (/^(42|22)/.test(code) && position !== undefined) {
    const { statement, before } = attempt;
    const at = statement.start + utf16Offset(statement.text, Number(position) - 1 - before);
    return invalidQuery(statement.source, at, message, error, hint);
  }
  if (code.startsWith('42')) return fail('QUERY_INVALID', `${sentence(message)}${more}`);
  const when = attempt.analyze ? 'failed while it ran' : 'cannot be planned';
  return fail('QUERY_FAILED', `The query ${when} (${code}): ${sentence(message)}${more}`);
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
