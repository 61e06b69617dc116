import { sameType } from '../model/apply-rename.ts';
import { type Rule, type Step, shown } from './rule.ts';

export const enumChanged: Rule = {
  name: 'enum-changed',
  severity: 'error',
  title: 'A value of an enum in use is renamed or taken away, or the enum replaced',
  why: 'Programs that run still send the old value, which is refused from this moment on.',
  safe: 'Add the new value (ALTER TYPE … ADD VALUE), move programs and rows over, and leave the old value unused.',
  example: {
    given:
      "CREATE TYPE status AS ENUM ('OPEN', 'SHUT');\nCREATE TABLE orders (id int PRIMARY KEY, status status);",
    bad: "ALTER TYPE status RENAME VALUE 'SHUT' TO 'CLOSED';",
    good: ["ALTER TYPE status ADD VALUE 'CLOSED';"],
  },
  onChange(step) {
    const { change } = step;
    switch (change.kind) {
      case 'rename-value':
        return isOldEnum(step, change.type)
          ? `The value ${change.value} of ${shown(change.type)} becomes ${change.to}.`
          : undefined;
      case 'rename-type':
      case 'drop-type':
        // Prisma replaces an enum by renaming the old one and dropping it: one finding is enough.
        if (change.kind === 'drop-type' && wasRenamed(step, change.type)) return undefined;
        return isOldEnum(step, change.type) && isUsed(step, change.type)
          ? `The enum ${shown(change.type)} is ${change.kind === 'drop-type' ? 'dropped' : 'replaced'} while columns are of its type.`
          : undefined;
      default:
        return undefined;
    }
  },
};

function isOldEnum({ model, migration }: Step, type: string): boolean {
  const madeIn = model.enums.get(type);
  return madeIn !== undefined && madeIn !== migration.name;
}

/** Whether columns had the type before the migration: Prisma has moved them to the new one by the time it renames. */
function isUsed({ model, migration }: Step, type: string): boolean {
  const columns = [...model.tables.values()].flatMap((table) => [...table.columns.values()]);
  const moved = migration.statements.some(({ changes }) => changes.some(({ kind }) => kind === 'set-type'));
  return moved || columns.some((column) => sameType(column.type.name, type));
}

function wasRenamed({ migration }: Step, type: string): boolean {
  const changes = migration.statements.flatMap((one) => one.changes);
  return changes.some((one) => one.kind === 'rename-type' && one.to === type.split('.')[1]);
}
