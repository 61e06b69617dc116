import type { HistoryRow } from '../history/history.ts';
import { commandOf, type Mend, type RecoverFinding } from './finding.ts';
import { findInGit } from './git-text.ts';

/** Names and explains a migration that the database holds and the checkout does not. */
export async function explainMissing(project: string, row: HistoryRow): Promise<RecoverFinding> {
  const found = await findInGit(project, row.name, row.checksum);
  const common = {
    subject: row.name,
    holds: row.finished ? `What it made at ${row.started}.` : `Perhaps a part of it: it did not end.`,
  };
  if (found === undefined) {
    const mend: Mend = { action: 'forget', migration: row.name };
    return {
      ...common,
      kind: 'missing',
      happened:
        'It was applied by a checkout that this one does not know, perhaps a newer one; git here does not hold its text.',
      advice: `Update the code. Only where the migration is gone for good, and a new one makes or takes away what it made, let the history forget it: --forget ${row.name}.`,
      mend,
      certain: false,
      command: 'git pull',
    };
  }
  const mend: Mend = { action: 'restore', migration: row.name, text: found.text, rollback: found.rollback };
  const commit = found.commit.slice(0, 12);
  return {
    ...common,
    kind: found.ours ? 'missing' : 'diverged',
    happened: found.ours
      ? `Its folder was deleted after it had been applied; commit ${commit} has it, word for word.`
      : `It was applied from another branch, which has it in commit ${commit}; this one does not.`,
    advice: found.ours
      ? 'Restore it; what it made is taken away by a new migration.'
      : 'Merge that branch, or restore the migration from it, so that both go on from the same history.',
    mend,
    certain: found.ours,
    command: commandOf(mend),
  };
}
