import { functionIn, type ParsedFunction, withoutRowTypes } from '../blocks/plpgsql.ts';
import type { Parser } from '../parser.ts';
import type { Parameter, Routine } from './routine.ts';

const parsed = new WeakMap<Routine, ParsedFunction>();

/** @throws when the body is none in PL/pgSQL */
export function parseFunction(parser: Parser, routine: Routine): ParsedFunction {
  const known = parsed.get(routine);
  if (known !== undefined) return known;
  const read = functionIn(parser.parseBlock(sourceOf(routine)));
  parsed.set(routine, read);
  return read;
}

/** A definition that says the same to the parser as the one in the migration. */
function sourceOf({ parameters, isProcedure, returns, body }: Routine): string {
  const list = parameters.map(({ name, mode, type }) => {
    const isOut = mode === 'TABLE' || mode === 'OUT';
    return `${isOut ? 'OUT' : mode} ${name.startsWith('$') ? '' : quoted(name)} ${type}`;
  });
  const text = withoutRowTypes(String(body));
  const mark = ['$body$', '$_body$', '$__body$'].find((one) => !text.includes(one)) ?? '$___body$';
  const result = isProcedure ? '' : `RETURNS ${resultOf(parameters, returns)}`;
  const kind = isProcedure ? 'PROCEDURE' : 'FUNCTION';
  return `CREATE ${kind} f(${list.join(', ')}) ${result} LANGUAGE plpgsql AS ${mark}${text}${mark}`;
}

/** One column that comes out has to be of the type that is returned; several are a record. */
function resultOf(parameters: readonly Parameter[], { type, setOf }: Routine['returns']): string {
  const out = parameters.filter(({ mode }) => mode === 'OUT' || mode === 'INOUT' || mode === 'TABLE');
  const [only] = out;
  const result = only === undefined ? type : out.length === 1 ? only.type : 'record';
  return `${setOf ? 'SETOF ' : ''}${result}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
