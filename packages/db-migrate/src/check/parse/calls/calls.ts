import type { FuncCall, Node } from 'libpg-query';
import type { Values } from '../blocks/evaluate.ts';
import type { Arguments } from '../blocks/variables.ts';
import type { InnerStatement, Maker } from '../changes.ts';
import { argumentsOf, unknownArguments } from './arguments.ts';
import { findCalls } from './find-calls.ts';
import type { DefinedAt, Routine } from './routine.ts';
import type { Routines } from './routines.ts';

/** Where a call stands, as far as that matters to what it does. */
export interface CallSite {
  /** Where a call below the node stands in the script, by the place that the parser gives. */
  placeOf(location: number | undefined): number;
  /** What variables hold there. */
  readonly values: Values;
  /** Within a loop whose rows are not known. */
  readonly repeats: boolean;
  /** Within a block that ends transactions itself. */
  readonly commits: boolean;
}

/** Runs the body of a function with what a call gives it; `calls` is for those that it makes in turn. */
export type RunRoutine = (
  routine: Routine,
  run: { readonly given: Arguments; readonly at: number; readonly site: CallSite; readonly calls: Calls },
) => InnerStatement[];

interface Inside {
  /** The functions that run, the outermost first. */
  readonly chain: readonly Routine[];
  /** What was called by the statement that is read: more of the same would only say the same again. */
  readonly seen: Set<string>;
}

/** What the functions do that a script calls, as of the statement that is read. */
export class Calls {
  readonly #routines: Routines;
  readonly #run: RunRoutine;
  readonly #definedAt: (at: number) => DefinedAt;
  readonly #inside: Inside | undefined;

  constructor(routines: Routines, run: RunRoutine, definedAt: (at: number) => DefinedAt, inside?: Inside) {
    this.#routines = routines;
    this.#run = run;
    this.#definedAt = definedAt;
    this.#inside = inside;
  }

  /** Takes what a statement does to functions. */
  note(node: Node, at: number): void {
    this.#routines.note(node, () => this.#definedAt(at));
  }

  /** Whether a text may call one that is known: cheap, and true too often. */
  mayBeIn(text: string): boolean {
    return this.#routines.mentions(text);
  }

  /** What the functions do that are called below a node. */
  within(node: Node, site: CallSite): InnerStatement[] {
    const isKnown = (call: FuncCall) => this.#routines.calledBy(call).length > 0;
    const { chain, seen } = this.#inside ?? { chain: [], seen: new Set<string>() };
    return findCalls(node, isKnown).flatMap(({ call, repeats, rows }) => {
      const at = site.placeOf(call.location);
      return rows.flatMap((row) => {
        const values = row.size === 0 ? site.values : new Map([...site.values, ...row]);
        return this.#routines.calledBy(call).flatMap((routine) => {
          const given =
            seen.size < MOST_CALLS ? argumentsOf(routine, call, values) : unknownArguments(routine);
          const there = { ...site, repeats: site.repeats || repeats };
          const key = JSON.stringify([
            routine.name,
            routine.migration,
            routine.line,
            there.repeats,
            [...given],
          ]);
          if (chain.includes(routine) || seen.has(key)) return [];
          seen.add(key);
          const calls = new Calls(this.#routines, this.#run, this.#definedAt, {
            chain: [...chain, routine],
            seen,
          });
          return madeBy(routine, this.#run(routine, { given, at, site: there, calls }));
        });
      });
    });
  }
}

/** More of one statement are looked into without their arguments. */
const MOST_CALLS = 200;

/** Says of each change which function makes it. */
function madeBy({ name, migration, line }: Routine, statements: readonly InnerStatement[]): InnerStatement[] {
  const whose = (by: Maker | undefined): Maker =>
    by === undefined ? { name, migration, line, through: [] } : { ...by, through: [...by.through, name] };
  return statements.map((statement) => ({
    ...statement,
    by: whose(statement.by),
    changes: statement.changes.map((change) => ({ ...change, by: whose(change.by) })),
  }));
}
