import type { FuncCall, Node } from 'libpg-query';
import { elementsOf } from '../blocks/constant-rows.ts';
import { textOf, type Values } from '../blocks/evaluate.ts';
import type { Argument, Arguments } from '../blocks/variables.ts';
import { inputsOf, type Routine } from './routine.ts';

/** What a call gives to a function, defaults included, as far as it is known. */
export function argumentsOf(routine: Routine, { args = [] }: FuncCall, values: Values): Arguments {
  const inputs = inputsOf(routine);
  const given = unknownArguments(routine);
  for (const { name, defaultValue } of inputs)
    given.set(name, defaultValue && argumentOf(defaultValue, new Map()));
  for (const [index, arg] of args.entries()) {
    if ('NamedArgExpr' in arg) {
      const { name = '', arg: value } = arg.NamedArgExpr;
      given.set(name, value && argumentOf(value, values));
      continue;
    }
    const parameter = inputs[index];
    if (parameter === undefined) break;
    if (parameter.mode === 'VARIADIC') {
      given.set(parameter.name, restOf(args.slice(index), values));
      break;
    }
    given.set(parameter.name, argumentOf(arg, values));
  }
  return given;
}

/** The parameters of a function, of which nothing is known. */
export function unknownArguments({ parameters }: Routine): Map<string, Argument> {
  return new Map(parameters.map(({ name }) => [name, undefined]));
}

function argumentOf(node: Node, values: Values): Argument {
  const { text, isKnown } = textOf(node, values);
  return isKnown ? text : elementsOf(node, '')?.map((row) => row.get('') ?? '');
}

/** Those that become one array; an array behind VARIADIC is it. */
function restOf(args: readonly Node[], values: Values): Argument {
  const given = args.map((arg) => argumentOf(arg, values));
  const [first] = given;
  if (given.length === 1 && typeof first === 'object') return first;
  const texts = given.filter((one) => typeof one === 'string');
  return texts.length === given.length ? texts : undefined;
}
