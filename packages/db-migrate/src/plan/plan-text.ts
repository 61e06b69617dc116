import type { DeployPlan, PlannedLock, PlannedMigration } from './plan.ts';

/** The plan for people. */
export function planText(plan: DeployPlan): string {
  const lines = plan.migrations.flatMap((migration) => [planLine(migration), ...details(migration)]);
  return [
    ...lines,
    ...plan.invalidIndexes.map((name) => `INVALID index ${name}: an interrupted build has left it behind`),
  ].join('\n');
}

/** A migration in one line. */
export function planLine({ name, statements, oneTransaction, locks }: PlannedMigration): string {
  const total = Object.values(statements).reduce((sum, count) => sum + count, 0);
  const blocking = locks.filter(({ blocks }) => blocks !== 'nobody').length;
  return [
    `${name}: ${total} ${total === 1 ? 'statement' : 'statements'}, ${oneTransaction ? 'one transaction' : 'in steps'}`,
    ...(blocking > 0 ? [`blocks ${blocking} ${blocking === 1 ? 'table' : 'tables'}`] : []),
  ].join(', ');
}

function details({ statements, locks, rollback }: PlannedMigration): string[] {
  const kinds = Object.entries(statements).map(([kind, count]) =>
    count === 1 ? kind : `${count} × ${kind}`,
  );
  return [
    `  ${kinds.join(', ')}`,
    ...locks.map((lock) => `  ${describeLock(lock)}`),
    ...(rollback ? [] : ['  no rollback.sql: there is no way back']),
  ];
}

function describeLock({ table, mode, blocks, rows }: PlannedLock): string {
  const size = rows === undefined ? 'rows not known' : `about ${rows} rows`;
  const who = blocks === 'nobody' ? 'keeps nobody waiting' : `keeps ${blocks} waiting`;
  return `${table} (${size}): ${mode}, ${who}`;
}
