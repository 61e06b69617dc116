#!/bin/bash
# Runs a command where a Docker engine answers, with DB_TESTING_IMAGE set to a Postgres image that the engine has.
# Without an engine, Debian's is installed and started for the command. Exit code 75: no engine or image can be had.
#   with-docker.sh COMMAND...
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$(mktemp -d /tmp/ci-docker-XXXXXX)
engine=
stop() {
  if [ -n "$engine" ]; then
    kill "$engine" 2>/dev/null
    wait "$engine" 2>/dev/null
  fi
  rm -rf --one-file-system "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM
none() {
  echo "$1" >&2
  exit 75
}

if ! timeout 10 docker info >/dev/null 2>&1; then
  command -v dockerd >/dev/null || "$here/debian-install.sh" docker.io || none "Debian's docker.io cannot be installed."
  export DOCKER_HOST="unix://$home/docker.sock"
  # Everything of the engine's own lies in the folder, so that one that is installed here is not touched.
  dockerd --host "$DOCKER_HOST" --data-root "$home/data" --exec-root "$home/exec" --pidfile "$home/pid" >"$home/log" 2>&1 &
  engine=$!
  for _ in $(seq 60); do
    timeout 10 docker info >/dev/null 2>&1 && break
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.5
  done
  timeout 10 docker info >/dev/null 2>&1 || none "dockerd does not start here: $(tail -1 "$home/log")"
  # Its helper container cannot be pulled where there is no registry; the engine ends with this script anyway.
  export TESTCONTAINERS_RYUK_DISABLED=true
fi

export DB_TESTING_IMAGE=postgres:18
if ! docker image inspect "$DB_TESTING_IMAGE" >/dev/null 2>&1 && ! timeout 120 docker pull -q "$DB_TESTING_IMAGE" >/dev/null 2>&1; then
  echo "$DB_TESTING_IMAGE cannot be pulled: making an image of Debian's packages."
  export DB_TESTING_IMAGE=local/postgres:debian
  "$here/postgres-image/build.sh" "$DB_TESTING_IMAGE" || none "No Postgres image can be had."
fi
"$@"
