import type { CreateFunctionStmt, FunctionParameter, Node, TypeName } from 'libpg-query';
import { descendants, type QualifiedName, qualifiedName, strings } from '../tree.ts';

/** A parameter of a function; `$1`, `$2` … where it has no name. */
export interface Parameter {
  readonly name: string;
  readonly mode: 'IN' | 'OUT' | 'INOUT' | 'VARIADIC' | 'TABLE';
  /** As SQL. */
  readonly type: string;
  readonly defaultValue: Node | undefined;
}

/** A function or procedure as a migration defines it. */
export interface Routine {
  readonly name: QualifiedName;
  readonly isProcedure: boolean;
  readonly parameters: readonly Parameter[];
  readonly language: string;
  /** Its text, or the statements of one that is written as SQL itself. */
  readonly body: string | readonly Node[];
  readonly returns: { readonly type: string; readonly setOf: boolean };
  /** The migration that defines it, and the line there. */
  readonly migration: string;
  readonly line: number;
}

/** Where a function is defined. */
export type DefinedAt = Pick<Routine, 'migration' | 'line'>;

/** Reads a definition. */
export function routineOf(statement: CreateFunctionStmt, definedAt: DefinedAt): Routine {
  const { funcname, parameters = [], options, returnType, sql_body: written, is_procedure } = statement;
  const option = (name: string) =>
    descendants(options, 'DefElem').find(({ defname }) => defname === name)?.arg as Node | undefined;
  const language = option('language');
  const text = option('as');
  const texts = text !== undefined && 'List' in text ? strings(text.List.items) : [];
  return {
    name: qualifiedName(funcname),
    isProcedure: is_procedure === true,
    parameters: parameters.flatMap((node, index) =>
      'FunctionParameter' in node ? [parameterOf(node.FunctionParameter, index)] : [],
    ),
    language: language === undefined ? 'sql' : (strings([language])[0] ?? '').toLowerCase(),
    body: written === undefined ? (texts[0] ?? '') : nodesOf(written),
    returns: { type: typeText(returnType), setOf: returnType?.setof === true },
    ...definedAt,
  };
}

/** What PostgreSQL looks at when a function is defined: a body in SQL, while those in other languages wait for the first call. */
export function readWhenDefined(statement: CreateFunctionStmt, sql: string): string {
  const { language, body } = routineOf(statement, { migration: '', line: 0 });
  if (language === 'sql' || typeof body !== 'string') return sql;
  return sql.includes(body) ? sql.replace(body, () => '') : '';
}

/** What tells functions of one name apart. */
export function signatureOf({ parameters }: Routine): string {
  return parameters
    .filter(({ mode }) => mode !== 'OUT' && mode !== 'TABLE')
    .map(({ type }) => type)
    .join(',');
}

/** The parameters that a call gives something for: CALL has a place for what comes out as well. */
export function inputsOf({ parameters, isProcedure }: Routine): Parameter[] {
  return parameters.filter(({ mode }) => mode !== 'TABLE' && (isProcedure || mode !== 'OUT'));
}

/** Types as they are compared. */
export function typesOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('TypeName' in node ? [typeText(node.TypeName)] : []));
}

function parameterOf({ name, mode, argType, defexpr }: FunctionParameter, index: number): Parameter {
  const word = (mode ?? '').replace('FUNC_PARAM_', '');
  return {
    name: name ?? `$${index + 1}`,
    mode: word === 'DEFAULT' || word === '' ? 'IN' : (word as Parameter['mode']),
    type: typeText(argType),
    defaultValue: defexpr,
  };
}

/** A type as SQL; `text` for that of a column (`%TYPE`), which the parser of PL/pgSQL does not look up. */
function typeText(type: TypeName | undefined): string {
  if (type === undefined) return 'void';
  if (type.pct_type === true) return 'text';
  const names = strings(type.names).filter((name, index) => index > 0 || name !== 'pg_catalog');
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
  return `${quoted}${(type.arrayBounds ?? []).length > 0 ? '[]' : ''}`;
}

/** The statements between BEGIN ATOMIC and END, or the one behind RETURN. */
function nodesOf(body: Node): Node[] {
  if (!('List' in body)) return [body];
  return (body.List.items ?? []).flatMap((item) => ('List' in item ? (item.List.items ?? []) : [item]));
}
