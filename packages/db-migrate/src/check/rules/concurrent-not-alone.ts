import type { PlacedChange } from '../parse/changes.ts';
import type { Rule } from './rule.ts';

export const concurrentNotAlone: Rule = {
  name: 'concurrent-not-alone',
  severity: 'warning',
  title: 'An index is built concurrently beside other changes',
  why: 'A concurrent build cannot run in a transaction, so the migration is no longer all or nothing: when it fails, what stands before it stays, and it cannot simply be tried again.',
  safe: 'Leave the other statements in this migration, and move the concurrent ones to one of their own.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, customer text);',
    rows: "INSERT INTO orders SELECT n, 'same' FROM generate_series(1, 10) AS n;",
    bad: 'ALTER TABLE orders ADD COLUMN note text;\nCREATE UNIQUE INDEX CONCURRENTLY orders_customer_key ON orders (customer);',
    good: [
      'ALTER TABLE orders ADD COLUMN note text;',
      'CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer);',
    ],
  },
  onMigration({ migration }) {
    const statements = migration.statements.filter(({ changes }) => changes.length > 0);
    const concurrent = statements.filter(({ changes }) => changes.some(isConcurrent));
    const [first] = concurrent;
    const within = concurrent.find(({ inner }) => inner !== undefined)?.changes.find(isConcurrent);
    if (within !== undefined) {
      const place = within.by === undefined ? 'a DO block' : 'a function';
      const message = `A concurrent statement stands in ${place}, which is a transaction.`;
      return [{ at: within.at, by: within.by, message }];
    }
    if (first === undefined || concurrent.length === statements.length) return [];
    const others = statements.length - concurrent.length;
    return [
      {
        at: first.start,
        message: `${concurrent.length === 1 ? 'A concurrent statement stands' : `${concurrent.length} concurrent statements stand`} beside ${others} that ${others === 1 ? 'is' : 'are'} not.`,
      },
    ];
  },
};

function isConcurrent(change: PlacedChange): boolean {
  return (change.kind === 'create-index' || change.kind === 'drop-index') && change.concurrent;
}
