import type { Client } from 'pg';
import type { DatabaseAddress } from '../connection/connection-string.ts';

/** An empty database to replay migrations in. */
export interface ShadowDatabase {
  readonly client: Client;
  readonly address: DatabaseAddress;
  /** Closes the connection first, then drops what was created. */
  readonly dispose: () => Promise<void>;
}
