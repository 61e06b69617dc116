#!/bin/bash
# Runs a command with DATABASE_URL_TEST set to a new server of Debian's PostgreSQL, and removes the server afterwards.
#   with-debian-postgres.sh MAJOR COMMAND...
set -euo pipefail
major=$1
shift
bin=/usr/lib/postgresql/$major/bin
here=$(dirname "$0")

if [ ! -x "$bin/initdb" ]; then
  "$here/debian-install.sh" postgresql-common
  # The package would start a server of its own.
  sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  "$here/debian-install.sh" "postgresql-$major"
fi

home=$(mktemp -d /tmp/ci-postgres-XXXXXX)
as_postgres() { (cd / && runuser -u postgres -- "$@"); }
stop() {
  as_postgres "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM

password=$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
printf '%s' "$password" >"$home/password"
chown -R postgres "$home"
as_postgres "$bin/initdb" -D "$home/data" -U tester -A scram-sha-256 --pwfile "$home/password" -E UTF8 --locale C.UTF-8 -N >/dev/null
# An ext4 without a journal gets slow where many files were deleted; this keeps the databases' folders apart.
chattr +T "$home/data/base" 2>/dev/null || true

port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
cat >>"$home/data/postgresql.conf" <<EOF
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 300
max_locks_per_transaction = 256
max_wal_size = 2GB
EOF
as_postgres "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -w start >/dev/null || {
  cat "$home/server.log" >&2
  exit 1
}
DATABASE_URL_TEST="postgresql://tester:$password@127.0.0.1:$port/postgres" "$@"
