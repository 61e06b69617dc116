#!/bin/sh
# The old command, kept: each word stands for one of the workspace's scripts.
set -eu

usage() {
  [ $# -eq 0 ] || echo "scripts/migrate.sh: there is no word \"$1\"" >&2
  echo "usage: scripts/migrate.sh generate|deploy|seed|studio|status [options]" >&2
  exit 2
}

[ $# -ge 1 ] || usage
case $1 in
  generate) script=db:generate ;;
  deploy) script=db:migrate:deploy ;;
  seed) script=db:seed ;;
  studio) script=db:studio ;;
  status) script=db:status ;;
  *) usage "$1" ;;
esac
shift
cd "$(dirname "$0")/.."
exec pnpm -s "$script" "$@"
