import type { InnerStatement } from '../parse/changes.ts';
import type { Rule } from './rule.ts';
import { shown } from './rule.ts';

export const enumValueUsed: Rule = {
  name: 'enum-value-used',
  severity: 'error',
  title: 'A value is added to an enum and used in the same migration',
  why: 'A new value cannot be used before it is committed: in one transaction the migration fails, and otherwise it is no longer all or nothing.',
  safe: 'Add the value in a migration of its own, and use it in the next.',
  example: {
    given: "CREATE TYPE status AS ENUM ('OPEN');\nCREATE TABLE orders (id int PRIMARY KEY, status status);",
    rows: "INSERT INTO orders VALUES (1, 'OPEN');",
    bad: "ALTER TYPE status ADD VALUE 'SHUT';\nUPDATE orders SET status = 'SHUT' WHERE id = 1;",
    good: ["ALTER TYPE status ADD VALUE 'SHUT';", "UPDATE orders SET status = 'SHUT' WHERE id = 1;"],
  },
  onMigration({ migration, model }) {
    const run = migration.statements.flatMap(
      ({ start, end, changes, inner }): readonly InnerStatement[] =>
        inner ?? [{ at: start, text: migration.script.slice(start, end), changes }],
    );
    return run.flatMap(({ changes }, index) =>
      changes.flatMap((change) => {
        if (change.kind !== 'add-value' || model.enums.get(change.type) === migration.name) return [];
        const literal = `'${change.value.replaceAll("'", "''")}'`;
        const use = run
          .slice(index + 1)
          .find((one) => !one.changes.some(({ kind }) => kind === 'add-value') && one.text.includes(literal));
        if (use === undefined) return [];
        return [
          {
            at: use.at,
            by: use.by,
            message: `The value ${change.value} is used before its addition to ${shown(change.type)} is committed.`,
          },
        ];
      }),
    );
  },
};
