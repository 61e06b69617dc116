#!/bin/bash
# Runs a command with DB_TESTING_POOLER set, and installs Debian's PgBouncer for it where there is none.
#   with-pgbouncer.sh COMMAND...
set -euo pipefail
PATH=$PATH:/usr/sbin
if ! command -v pgbouncer >/dev/null; then
  "$(dirname "$0")/debian-install.sh" pgbouncer
  # The package starts one of its own where it can: the tests start theirs.
  systemctl disable --now pgbouncer >/dev/null 2>&1 || true
fi
pgbouncer --version | head -1
DB_TESTING_POOLER=pgbouncer "$@"
