#!/bin/bash
# Makes an image of Debian's PostgreSQL that starts like the official one, for machines without a registry.
#   build.sh IMAGE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command -v debootstrap >/dev/null || "$here/../debian-install.sh" debootstrap
root=$(mktemp -d /tmp/ci-image-XXXXXX)
trap 'rm -rf --one-file-system "$root"' EXIT

# shellcheck source=/dev/null
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
# Where this machine gets its own packages from, which may be the only place that it reaches.
mirror=$(apt-get indextargets --format '$(CODENAME)|$(ORIGIN) $(REPO_URI)' |
  awk -v suite="$suite" '$1 == suite "|Debian" || $1 == suite "|Ubuntu" { uri = $2 } END { print uri }')
timeout 400 debootstrap --variant=minbase --include=postgresql,locales "$suite" "$root/fs" ${mirror:+"$mirror"} >"$root/log" 2>&1 || {
  tail -5 "$root/log" >&2
  exit 1
}
install -m 755 "$here/entrypoint.sh" "$root/fs/usr/local/bin/docker-entrypoint.sh"
tar -C "$root/fs" --exclude ./var/cache/apt --exclude ./usr/share/doc -c . | docker import \
  --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' \
  --change 'ENV PGDATA=/var/lib/postgresql/data' - "$1" >/dev/null
