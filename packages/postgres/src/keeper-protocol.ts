import type { Account } from './account.ts';
import type { PostgresMajor } from './versions.ts';

/** What the keeper is told at its start. */
export interface KeeperOrder {
  root: string;
  major: PostgresMajor;
  dataDirectory: string;
  /** The server to start; without it the keeper watches one that runs already. */
  launch?: { program: string; args: string[]; account?: Account };
}

/** What the keeper tells the process that started it. */
export type KeeperReport = { kind: 'watching' } | { kind: 'failed'; reason: string } | { kind: 'ended' };
