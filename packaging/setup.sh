# Sourced by run.sh and test.sh: everything a fresh Debian 12 needs. Quick when nothing is missing.
# Environment variables of pip and of TLS are left as they are.
# shellcheck shell=bash

set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$here"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# What Python, Qt (offscreen and on a screen) and the venv need; libgl1 and libegl1 are hard link-time needs of Qt.
system_packages=(
  python3 python3-venv
  libglib2.0-0 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3 libgssapi-krb5-2
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libcups2
)

missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || printf '%s\n' "$name"
  done
}

install_system_packages() {
  command -v dpkg-query >/dev/null || { say "这不是 Debian 系统，跳过系统库检查 / not a Debian system: system libraries not checked"; return 0; }
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "缺系统库，请先用管理员执行 / missing system libraries, please run as root first:"
    say "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    return 1
  fi
  say "安装系统库 / installing system libraries: ${missing[*]}"
  keep_trust
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2
  apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
  follow_trust
}

# python3-venv brings ca-certificates, which writes the machine's certificate bundle anew. Where the environment names a
# bundle of its own at that very place, pip goes on trusting what it was told to trust.
keep_trust() {
  trusted="${PIP_CERT:-${SSL_CERT_FILE:-}}"
  kept=""
  if [ -n "$trusted" ] && [ -f "$trusted" ]; then kept="$(mktemp)" && cp "$trusted" "$kept"; fi
}

follow_trust() {
  if [ -z "$kept" ] || cmp -s "$kept" "$trusted"; then return 0; fi
  local name
  for name in PIP_CERT SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE; do
    if [ "${!name:-}" = "$trusted" ]; then export "$name=$kept"; fi
  done
}

install_python_packages() {
  local python="${PYTHON:-python3}" stamp=".venv/.station-desk-pins" pins
  pins="$("$python" -c 'import sys; print(sys.version)' | sha256sum; sha256sum packaging/requirements.txt pyproject.toml)"
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$pins" ]; then
    say "准备 Python 环境（只有第一次慢）/ preparing the Python environment (slow only once)"
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r packaging/requirements.txt >&2
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e . >&2
    printf '%s' "$pins" >"$stamp"
  fi
  .venv/bin/python packaging/catalogues.py compile
  # Every command begins a third of a second sooner, also where Python is told to write no byte code by itself. A folder
  # that may not be written to is no reason to stop.
  .venv/bin/python -m compileall -q -j 0 station_desk >/dev/null || true
}
