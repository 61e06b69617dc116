#!/bin/bash
# Installs Debian packages without questions, within four minutes: debian-install.sh PACKAGE...
set -euo pipefail
[ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || {
  echo "Installing $* needs root on Debian." >&2
  exit 1
}
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
  timeout 240 "$@" </dev/null >"$log" 2>&1 || {
    tail -5 "$log" >&2
    return 1
  }
}
install() { run apt-get install -y -qq --no-install-recommends "$@"; }
install "$@" 2>/dev/null || { run apt-get update -qq && install "$@"; }
