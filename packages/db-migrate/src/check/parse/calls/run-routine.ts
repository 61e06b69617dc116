import { everywhereAt } from '../blocks/body-places.ts';
import { runFunction } from '../blocks/run-function.ts';
import { type BlockContext, runNode, runSql } from '../blocks/run-sql.ts';
import type { Variables } from '../blocks/variables.ts';
import type { InnerStatement } from '../changes.ts';
import type { Parser } from '../parser.ts';
import type { RunRoutine } from './calls.ts';
import { parseFunction } from './function-source.ts';
import type { Routine } from './routine.ts';

/** Runs bodies in PL/pgSQL and SQL as if each of their branches ran; of other languages nothing is told. */
export function routineRunner(parser: Parser): RunRoutine {
  return (routine, { given, at, site, calls }) => {
    const { language, name, body } = routine;
    const { repeats, commits } = site;
    const places = everywhereAt(at);
    const ownName = name.slice(name.indexOf('.') + 1);
    try {
      if (language === 'plpgsql') {
        const fn = parseFunction(parser, routine);
        return runFunction(fn, { parser, given, name: ownName, places, commits, repeats, calls });
      }
      if (language !== 'sql') return [];
      const values = [...given].flatMap(([parameter, value], index) =>
        typeof value === 'string'
          ? [parameter, `$${index + 1}`, `${ownName}.${parameter}`].map((one) => [one, value] as const)
          : [],
      );
      const variables = parametersOf(routine, ownName);
      const context = { parser, variables, values: new Map(values), places, commits, repeats, calls };
      return runBody(body, context, at);
    } catch (error) {
      const what = `The function ${ownName}() cannot be read (${(error as Error).message})`;
      return [{ at, text: '', changes: [{ kind: 'unseen', what, at }] }];
    }
  };
}

function runBody(body: Routine['body'], context: BlockContext, at: number): InnerStatement[] {
  const places = everywhereAt(at).at('', 1);
  if (typeof body === 'string') return body.trim() === '' ? [] : runSql(body, places, context);
  // To be marked anew in each call.
  return body.flatMap((node) => runNode(structuredClone(node), '', places, context));
}

function parametersOf({ parameters }: Routine, ownName: string): Variables {
  return {
    names: new Set([ownName, ...parameters.map(({ name }) => name)]),
    expressions: new Map(),
    values: new Map(),
    nameOf: () => undefined,
    isKept: () => true,
  };
}
