#!/bin/bash
# Makes an image of Debian's PostgreSQL that starts like the official one, for machines without a registry: of the machine's own
# PostgreSQL where one is installed, which takes seconds, else of a Debian of its own.
#   build.sh IMAGE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d /tmp/ci-image-XXXXXX)
trap 'rm -rf --one-file-system "$root"' EXIT

# Server, what the entry point calls, and their libraries.
copy_installed() {
  local bin=$1 major programs
  major=$(basename "$(dirname "$bin")")
  programs=("$bin/postgres" "$bin/initdb" "$bin/pg_ctl" "$bin/pg_isready" /bin/bash /bin/sh)
  for name in chown install locale mkdir mktemp rm setpriv; do programs+=("$(command -v "$name")"); done
  # Without the compiler of expressions, which is larger than all the rest.
  mapfile -t libraries < <(find "/usr/lib/postgresql/$major/lib" -name '*.so' ! -name 'llvmjit*')
  mapfile -t needed < <(ldd "${programs[@]}" "${libraries[@]}" 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*' | grep -v ':$' | sort -u)
  mkdir -p "$root/fs"
  cp -L --parents "${programs[@]}" "${libraries[@]}" "${needed[@]}" "$root/fs"
  cp -rL --parents "/usr/share/postgresql/$major" /usr/share/zoneinfo "$root/fs"
  mkdir -p "$root/fs/etc" && cp -a /etc/passwd /etc/group /etc/nsswitch.conf "$root/fs/etc"
  cp -rL --parents /usr/lib/locale/C.utf8 "$root/fs" 2>/dev/null || true
  # By which testcontainers asks how it is.
  mkdir -p "$root/fs/usr/bin" && cp "$bin/pg_isready" "$root/fs/usr/bin/"
  mkdir -p "$root/fs/"{usr/local/bin,var/lib/postgresql,run,dev,proc,sys} && install -d -m 1777 "$root/fs/tmp"
  ln -s /run "$root/fs/var/run"
}

bootstrap() {
  command -v debootstrap >/dev/null || "$here/../debian-install.sh" debootstrap
  local suite mirror
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # Where this machine gets its own packages from, which may be the only place that it reaches.
  mirror=$(apt-get indextargets --format '$(CODENAME)|$(ORIGIN) $(REPO_URI)' |
    awk -v suite="$suite" '$1 == suite "|Debian" || $1 == suite "|Ubuntu" { uri = $2 } END { print uri }')
  timeout 400 debootstrap --variant=minbase --include=postgresql,locales "$suite" "$root/fs" ${mirror:+"$mirror"} >"$root/log" 2>&1 || {
    tail -5 "$root/log" >&2
    exit 1
  }
}

installed=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -1)
if [ -n "$installed" ]; then copy_installed "$installed"; else bootstrap; fi
install -m 755 "$here/entrypoint.sh" "$root/fs/usr/local/bin/docker-entrypoint.sh"
tar -C "$root/fs" --exclude ./var/cache/apt --exclude ./usr/share/doc -c . | docker import \
  --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' \
  --change 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'ENV PGDATA=/var/lib/postgresql/data' - "$1" >/dev/null
