import type { DataKeys } from '../encryption/data-keys.ts';
import type { Routing } from './scope.ts';

/** What belongs to a `Db` and is reached through its clients. */
export interface Services {
  readonly dataKeys: DataKeys;
  readonly cursorSecret: string | undefined;
  /** Only with replicas. */
  readonly routing?: Routing | undefined;
}
