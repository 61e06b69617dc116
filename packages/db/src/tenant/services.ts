import type { DataKeys } from '../encryption/data-keys.ts';

/** What belongs to a `Db` and is reached through its clients. */
export interface Services {
  readonly dataKeys: DataKeys;
  readonly cursorSecret: string | undefined;
}
