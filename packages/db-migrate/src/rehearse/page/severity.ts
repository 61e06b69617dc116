import type { RehearsedStatement } from '../report.ts';

/** Whom the locks of a statement keep waiting. */
export type Severity = 'nobody' | 'changes' | 'writes' | 'everybody';

export const SEVERITIES: Readonly<Record<Severity, string>> = {
  nobody: 'readers and writers go on',
  changes: 'other migrations and vacuum wait',
  writes: 'writers wait',
  everybody: 'readers and writers wait',
};

const BY_MODE: Readonly<Record<string, Severity>> = {
  ShareUpdateExclusiveLock: 'changes',
  ShareLock: 'writes',
  ShareRowExclusiveLock: 'writes',
  ExclusiveLock: 'writes',
  AccessExclusiveLock: 'everybody',
};

/** By the strongest lock. */
export function severityOf({ locks }: Pick<RehearsedStatement, 'locks'>): Severity {
  const all = Object.keys(SEVERITIES) as Severity[];
  const found = Object.values(locks).map((mode) => all.indexOf(BY_MODE[mode] ?? 'nobody'));
  return all[Math.max(0, ...found)] ?? 'nobody';
}
