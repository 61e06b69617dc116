import type { MigrationFiles } from '../check/files/migration-files.ts';
import type { HistoryRow } from '../history/history.ts';
import { commandOf, type Mend, type RecoverFinding } from './finding.ts';
import { findInGit, type GitText } from './git-text.ts';

/** Names and explains a migration whose file is another than the one that was applied. */
export async function explainEdited(
  project: string,
  row: HistoryRow,
  files: MigrationFiles,
): Promise<RecoverFinding> {
  const found = await findInGit(project, row.name, row.checksum);
  const same = found !== undefined && (await saysTheSame(found.text, files.script));
  const mend: Mend =
    found === undefined || same
      ? { action: 'accept-edit', migration: row.name }
      : { action: 'restore', migration: row.name, text: found.text, rollback: found.rollback };
  return {
    kind: 'edited',
    subject: row.name,
    happened: `migration.sql was changed after it had been applied at ${row.started}.`,
    holds: same
      ? 'The same: only comments, spaces or the spelling differ.'
      : 'What the former text made; nothing of the change.',
    advice: adviceOn(row.name, found, same),
    mend,
    certain: same,
    command: commandOf(mend),
  };
}

function adviceOn(name: string, found: GitText | undefined, same: boolean): string {
  if (same) return 'The new text can be recorded in place of the old one.';
  if (found !== undefined) {
    return `Restore the text of commit ${found.commit.slice(0, 12)}, which was applied; yours is kept beside it as migration.edited.sql. Make the change by a new migration.`;
  }
  return `The repository does not hold the text that was applied, so it cannot be restored. Where "pnpm orgdb verify" finds the database as it should be, accept the new text (--accept-edit ${name}); else make the change by a new migration first.`;
}

/** Whether two scripts are the same statements. */
async function saysTheSame(one: string, other: string): Promise<boolean> {
  const { parse } = await import('libpg-query');
  try {
    const [a, b] = [await parse(one), await parse(other)];
    return withoutPlaces(a) === withoutPlaces(b);
  } catch {
    return false;
  }
}

function withoutPlaces(tree: unknown): string {
  const isPlace = (key: string) => /(?:^|_)(?:location|stmt_len)$/.test(key);
  return JSON.stringify(tree, (key, value) => (isPlace(key) ? undefined : value));
}
