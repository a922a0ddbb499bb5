#!/usr/bin/env bash
# Runs the stories of the official SDKs, and of the official MCP client, each against a new emulator.
# Usage: run.sh node|python|mcp|all
#
#   EMULATOR        path of a built `intercom` binary; without it, cargo builds and runs one
#   EMULATOR_ARGS   further options for `intercom emulator`
#   COMPAT_CACHE    where the SDKs are installed; by default below the target directory
#   KEEP_GOING=1    reports all failing steps instead of the first
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${COMPAT_CACHE:-${CARGO_TARGET_DIR:-$root/target}/compat}
tmp=$(mktemp -d)
pid=
url=

# The emulator is on this machine, whatever proxy is set.
export NO_PROXY=127.0.0.1,localhost,::1 no_proxy=127.0.0.1,localhost,::1

stop() {
  [[ -n $pid ]] || return 0
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  pid=
}

finish() {
  stop
  rm -rf "$tmp"
}
trap finish EXIT

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

start() {
  local options=()
  read -r -a options <<<"${EMULATOR_ARGS:-}"
  local command=("${EMULATOR:-}" emulator)
  if [[ -z ${EMULATOR:-} ]]; then
    (cd "$root" && cargo build -q -p intercom-cli)
    command=(cargo run -q --manifest-path "$root/Cargo.toml" -p intercom-cli -- emulator)
  fi
  : >"$tmp/out"
  "${command[@]}" ${options[@]+"${options[@]}"} >>"$tmp/out" 2>"$tmp/err" &
  pid=$!
  for ((tries = 0; tries < 300; tries++)); do
    url=$(sed -n '1s/^listening on //p' "$tmp/out")
    [[ -z $url ]] || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$tmp/err" >&2
  fail "the emulator did not start"
}

# Installs once for each list of versions: $1 is the SDK, $2 the list, the rest the command that installs into $cache/$1.
install_once() {
  local name=$1 list=$2
  shift 2
  if ! cmp -s "$list" "$cache/$name/installed"; then
    rm -rf "${cache:?}/$name"
    mkdir -p "$cache/$name"
    "$@"
    cp "$list" "$cache/$name/installed"
  fi
}

install_node() {
  cp "$here/node/package.json" "$here/node/package-lock.json" "$cache/node/"
  (cd "$cache/node" && npm ci --silent --ignore-scripts --no-audit --no-fund)
}

install_python() {
  python3 -m venv "$cache/python/venv"
  "$cache/python/venv/bin/pip" install -q --disable-pip-version-check -r "$here/python/requirements.txt"
}

install_mcp() {
  python3 -m venv "$cache/mcp/venv"
  "$cache/mcp/venv/bin/pip" install -q --disable-pip-version-check -r "$here/mcp/requirements.txt"
}

story() {
  printf '== %s\n' "$1"
  case $1 in
    node)
      install_once node "$here/node/package-lock.json" install_node
      start
      NODE_PATH=$cache/node/node_modules node --no-deprecation "$here/node/story.js" "$url"
      ;;
    python)
      install_once python "$here/python/requirements.txt" install_python
      start
      PYTHONDONTWRITEBYTECODE=1 "$cache/python/venv/bin/python" -W ignore::DeprecationWarning "$here/python/story.py" "$url"
      ;;
    mcp)
      install_once mcp "$here/mcp/requirements.txt" install_mcp
      start
      PYTHONDONTWRITEBYTECODE=1 "$cache/mcp/venv/bin/python" "$here/mcp/story.py" \
        "${EMULATOR:-${CARGO_TARGET_DIR:-$root/target}/debug/intercom}" "$url"
      ;;
  esac
  stop
}

case ${1:-} in
  node | python | mcp) story "$1" ;;
  all)
    status=0
    for name in node python mcp; do
      "${BASH_SOURCE[0]}" "$name" || status=1
    done
    exit "$status"
    ;;
  *)
    echo "usage: run.sh node|python|mcp|all" >&2
    exit 2
    ;;
esac
