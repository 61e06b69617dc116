/**
 * The one place where queries are rewritten before they go to Prisma, and their results on the way back.
 *
 * Stages stand in the order in which they see a query; results pass them in reverse. What a stage does with a model is
 * worked out once, when the database is opened: queries of a model that no stage cares for go straight to Prisma.
 */
import type { Scope } from '../tenant/scope.ts';
import { type Arguments, type ModelStage, type Operation, optionsOf, type Stage } from './operation.ts';

/** A query as Prisma's client starts it. */
export interface Request {
  readonly model?: string;
  readonly action?: string;
  readonly args?: unknown;
  readonly dataPath?: readonly string[];
}

type Execute<R> = (request: R) => Promise<unknown>;

/** The stages of all models. */
export class Pipeline {
  readonly #stages: ReadonlyMap<string, readonly ModelStage[]>;

  constructor(models: Iterable<string>, stages: readonly Stage[]) {
    this.#stages = new Map(
      Array.from(models, (model) => [model, stages.flatMap((stage) => stage(model) ?? [])]),
    );
  }

  /** Runs a query through the stages of its model. */
  run<R extends Request>(request: R, scope: Scope | undefined, execute: Execute<R>): Promise<unknown> {
    const stages = request.model === undefined ? undefined : this.#stages.get(request.model);
    if (!stages || stages.length === 0 || !scope) return execute(request);
    return through(stages, request, scope, execute);
  }
}

async function through<R extends Request>(
  stages: readonly ModelStage[],
  request: R,
  scope: Scope,
  execute: Execute<R>,
): Promise<unknown> {
  let operation: Operation = {
    model: request.model ?? '',
    action: request.action ?? '',
    args: (request.args ?? {}) as Arguments,
    options: optionsOf(request.args),
    dataPath: request.dataPath ?? [],
  };
  for (const stage of stages) {
    const next = stage.before?.(operation, scope);
    // Only a stage that has to wait makes the query wait.
    if (next) operation = next instanceof Promise ? await next : next;
  }
  let result = await execute({ ...request, action: operation.action, args: operation.args });
  for (let at = stages.length - 1; at >= 0; at -= 1) {
    const next = stages[at]?.after?.(result, operation, scope);
    if (next !== undefined) result = next instanceof Promise ? await next : next;
  }
  return result;
}
