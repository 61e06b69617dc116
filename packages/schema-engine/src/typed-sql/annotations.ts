import { SchemaEngineError } from '../errors.ts';

/** What a comment of the form `-- @param {Int} $1:name? text` says of a parameter. */
export interface ParameterAnnotation {
  readonly type: string | undefined;
  readonly position: number | undefined;
  readonly alias: string | undefined;
  readonly nullable: boolean;
  readonly documentation: string | undefined;
}

export interface Annotations {
  readonly description: string | undefined;
  readonly parameters: readonly ParameterAnnotation[];
}

/** Prisma's scalar types, and their names in the protocol. */
const SCALARS: ReadonlyMap<string, string> = new Map([
  ['Int', 'int'],
  ['BigInt', 'bigint'],
  ['Float', 'float'],
  ['Boolean', 'bool'],
  ['String', 'string'],
  ['DateTime', 'datetime'],
  ['Json', 'json'],
  ['Bytes', 'bytes'],
  ['Decimal', 'decimal'],
]);

const PARAMETER = /^@param\s+(?:\{([^}]*)\}\s*)?(?:\$(\d+))?\s*(?::([^\s?]+)(\?)?)?(?:\s+(.*))?$/;

/**
 * Reads the comments of a query that TypedSQL gives a meaning to.
 *
 * @param enums names of the database's enums, which a parameter may have as its type
 * @throws {SchemaEngineError} `INVALID_ANNOTATION` for one that cannot be read, or that is there twice
 */
export function readAnnotations(source: string, enums: readonly string[]): Annotations {
  let description: string | undefined;
  const parameters: ParameterAnnotation[] = [];
  for (const line of source.split('\n')) {
    const comment = /^\s*--\s*(@(?:param|description)\b.*)$/.exec(line)?.[1]?.trim();
    if (comment?.startsWith('@description')) {
      description = comment.slice('@description'.length).trim() || undefined;
    } else if (comment !== undefined) {
      const parameter = readParameter(comment, enums);
      const isTaken = ({ position, alias }: ParameterAnnotation) =>
        (position !== undefined && position === parameter.position) ||
        (alias !== undefined && alias === parameter.alias);
      if (parameters.some(isTaken)) {
        throw invalid(comment, 'its position or name is taken already.');
      }
      parameters.push(parameter);
    }
  }
  return { description, parameters };
}

function readParameter(comment: string, enums: readonly string[]): ParameterAnnotation {
  const match = PARAMETER.exec(comment);
  const [, type, position, alias, optional, text] = match ?? [];
  if (match === null || (position === undefined && alias === undefined)) {
    throw invalid(comment, 'it must have a position or a name, as in `@param {Int} $1:name`.');
  }
  const known = type === undefined || SCALARS.has(type) || enums.includes(type);
  if (!known) {
    const all = [...SCALARS.keys(), ...enums].join(', ');
    throw invalid(comment, `\`${type}\` is not a type. There are: ${all}.`);
  }
  return {
    type: type === undefined ? undefined : (SCALARS.get(type) ?? type),
    position: position === undefined ? undefined : Number(position),
    alias,
    nullable: optional !== undefined,
    documentation: text?.trim() || undefined,
  };
}

function invalid(comment: string, reason: string): SchemaEngineError {
  return new SchemaEngineError(
    'INVALID_ANNOTATION',
    `The comment \`-- ${comment}\` cannot be read: ${reason}`,
  );
}
