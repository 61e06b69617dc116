import { type Command, type CommandOptions, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';

/** Runs a command with its context; a number that it answers is the exit code. */
export type Runner = (work: (context: Context) => Promise<unknown>) => Promise<void>;

/** A command of `parent`, with the options that every one has. */
export function add(
  parent: Command,
  name: string,
  description: string,
  options: CommandOptions = {},
): Command {
  return parent.command(name, options).description(description).option('--json', 'print one JSON document');
}

/** Reads a number of an option. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 99999.');
  return Number(text);
}
