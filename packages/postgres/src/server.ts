import { SUPERUSER } from './initialize.ts';
import { HOST } from './port.ts';
import type { PostgresMajor } from './versions.ts';

export interface UrlOptions {
  /** Default `postgres`. */
  database?: string;
  /** Default the superuser, with its password. */
  user?: string;
  /** The password of `user`; without it the address holds none, unless it is the superuser's. */
  password?: string;
}

/** A running server, as one user of it sees it. */
export interface LocalServer {
  readonly version: PostgresMajor;
  readonly host: string;
  readonly port: number;
  /** The folder given to `startServer`, as an absolute path without links. */
  readonly directory: string;
  readonly pid: number;
  /** Whether this call started it; false when it ran already. */
  readonly started: boolean;
  /** A connection string; it holds the password, so keep it out of logs. */
  url(options?: UrlOptions): string;
  /** Leaves. The server stops when the last user left and nobody asked it to stay; then this waits for its end. */
  release(): Promise<void>;
}

/** @internal The connection string, percent-encoded. */
export function connectionString(port: number, superuserPassword: string, options: UrlOptions = {}): string {
  const user = options.user ?? SUPERUSER;
  const password = options.password ?? (user === SUPERUSER ? superuserPassword : undefined);
  const login = [user, password].filter((part) => part !== undefined).map(encodeURIComponent);
  return `postgresql://${login.join(':')}@${HOST}:${port}/${encodeURIComponent(options.database ?? 'postgres')}`;
}
