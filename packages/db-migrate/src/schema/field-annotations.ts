import { MigrateError } from '../errors.ts';

/** What a field's documentation comment says beyond what Prisma knows. */
export interface FieldAnnotations {
  /** Never part of an audit payload. Encrypted fields are secret by themselves. */
  secret: boolean;
  /** Encrypted with the tenant's data key; `blindIndex` is the field that makes it searchable. */
  encrypted?: { blindIndex?: string };
}

const ANNOTATION = /^@(\w+)(?:\((.*)\))?$/;
const EXPECTED = '@secret, @encrypted or @encrypted(blindIndex: field)';

/**
 * Reads the annotation lines of a field's documentation. Prose lines are ignored.
 *
 * @param name `Model.field`, for messages
 * @throws MigrateError ANNOTATION_INVALID for an unknown or malformed annotation
 */
export function parseFieldAnnotations(name: string, documentation: string): FieldAnnotations {
  const result: FieldAnnotations = { secret: false };
  for (const line of documentation.split('\n').map((text) => text.trim())) {
    if (!line.startsWith('@')) continue;
    const [, annotation, argument] = ANNOTATION.exec(line) ?? [];
    if (annotation === 'secret' && argument === undefined) {
      result.secret = true;
    } else if (annotation === 'encrypted') {
      result.secret = true;
      result.encrypted = parseEncrypted(name, line, argument);
    } else throw invalidField(name, `"${line}" is not understood; expected ${EXPECTED}`);
  }
  return result;
}

function parseEncrypted(name: string, line: string, argument: string | undefined): { blindIndex?: string } {
  if (argument === undefined) return {};
  const [, blindIndex] = /^blindIndex:\s*(\w+)$/.exec(argument) ?? [];
  if (!blindIndex) throw invalidField(name, `"${line}" is not understood; expected ${EXPECTED}`);
  return { blindIndex };
}

/** @returns the error for an annotation that cannot stand above that field */
export function invalidField(name: string, problem: string): MigrateError {
  return new MigrateError(
    'ANNOTATION_INVALID',
    `Field ${name}: ${problem}. Correct the comment above the field.`,
  );
}
