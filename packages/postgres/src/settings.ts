/** `development`: safe against crashes. `test`: fast, and a power cut may lose the data. */
export type Profile = 'development' | 'test';

const COMMON: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] %q%u@%d ',
  // Partitioned tables take a lock a partition.
  max_locks_per_transaction: '256',
};

const PROFILES: Readonly<Record<Profile, Readonly<Record<string, string>>>> = {
  development: {
    shared_preload_libraries: 'pg_stat_statements',
    track_io_timing: 'on',
  },
  test: {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '4GB',
    checkpoint_timeout: '1h',
    max_connections: '300',
    autovacuum: 'off',
    jit: 'off',
    // Tests provoke errors on purpose; their statements would only fill the log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  },
};

/** The server's command line. Nothing secret is in it: every user of the machine can read it. */
export function serverArguments(dataDirectory: string, port: number, profile: Profile): string[] {
  const settings = { ...COMMON, ...PROFILES[profile], port: String(port) };
  return [
    '-D',
    dataDirectory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** The server's whole environment: PGDATA, PGPORT, LANG and the like of the caller must not reach it. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
