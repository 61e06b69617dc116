/**
 * Soft delete: rows with `deletedAt` are not there, unless asked for, and `delete` sets it.
 *
 * This is done to the query and not by a policy of the database, on three grounds. A living row's reference to a deleted
 * one must resolve: an order keeps its customer, and a report its products, while a policy would take both out of every
 * join. PostgreSQL holds the new row of an UPDATE against the policies for reading, so that marking a row would need
 * another setting in the middle of a transaction. And a condition `… OR current_setting(…)` keeps the planner from the
 * partial indexes that hold living rows only.
 * @see https://www.postgresql.org/docs/current/sql-createpolicy.html
 */
import type { Models } from '../operations/model-facts.ts';
import type { Arguments, ModelStage, Operation, Stage } from '../operations/operation.ts';
import { living } from './conditions.ts';
import { isLookUp, livingRow, withMark } from './look-ups.ts';
import { MARK, Marks } from './marks.ts';
import { type WriteMode, writes } from './nested-writes.ts';
import { selection } from './selection.ts';

const WITHOUT_WHERE: ReadonlySet<string> = new Set(['create', 'createMany', 'createManyAndReturn']);
const MARKING: Readonly<Record<string, string>> = { delete: 'update', deleteMany: 'updateMany' };

/** Makes the stage; models from which no soft-deleted row can be reached have none. */
export function softDelete(models: Models): Stage {
  const marks = new Marks(models);
  return (model) => (marks.on(model) || marks.relations(model).size > 0 ? stageOf(marks, model) : undefined);
}

function stageOf(marks: Marks, model: string): ModelStage {
  return {
    before(operation) {
      const { options } = operation;
      const mode = { withDeleted: options.withDeleted ?? false, purge: options.purge ?? false };
      if (!mode.withDeleted && isLookUp(marks, operation)) {
        const { args, hidden } = withMark(selection(marks, model, operation.args));
        return { ...operation, args, mark: hidden ? 'hidden' : 'shown' };
      }
      const action = marks.on(model) && !mode.purge ? MARKING[operation.action] : undefined;
      const args = rewritten(marks, operation, mode);
      return action
        ? { ...operation, action, args: { ...args, data: { [MARK]: new Date() } } }
        : { ...operation, args };
    },
    after: (result, operation) => (operation.mark ? livingRow(result, operation) : result),
  };
}

function rewritten(marks: Marks, { model, action, args }: Operation, mode: WriteMode): Arguments {
  const result: Record<string, unknown> = { ...(mode.withDeleted ? args : selection(marks, model, args)) };
  if (!mode.withDeleted && !WITHOUT_WHERE.has(action)) {
    if (args.where !== undefined || marks.on(model)) result.where = living(marks, model, args.where);
  }
  for (const name of ['data', 'create', 'update'] as const) {
    if (args[name] !== undefined) result[name] = writes(marks, model, args[name], mode);
  }
  return result;
}
