import type { Credentials, IntegrationConfig } from '../integration-input.ts';
import type { FetchJson } from './fetch-json.ts';

/** An item as an outside tool has it. */
export interface PulledItem {
  readonly externalId: string;
  readonly title: string;
  readonly kind: 'TASK' | 'DEFECT';
  readonly status: 'TODO' | 'IN_PROGRESS' | 'DONE';
  readonly changedAt: Date;
}

/** What a connector works with. */
export interface PullRequest {
  readonly config: IntegrationConfig;
  readonly credentials: Credentials;
  /** Where the last page ended, in the connector's own words; null at the beginning. */
  readonly cursor: string | null;
  /** The only way out: guarded, limited, and silent about what it sends. */
  readonly fetchJson: FetchJson;
}

/** Items that changed since the cursor. An item may come again; the newest state of it counts. */
export interface PulledPage {
  readonly items: readonly PulledItem[];
  readonly cursor: string | null;
  /** Whether there is another page now. */
  readonly more: boolean;
}

/** Pulls from one kind of tool. It keeps nothing, and tells nobody the credentials but the tool. */
export type Connector = (request: PullRequest) => Promise<PulledPage>;
