#!/usr/bin/env bash
# Lint, types, rooms and the whole test suite, after all its own set-up. `--long` adds soaks and figures.
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

test_packages=(git xvfb xauth openbox xdotool at-spi2-core dbus gir1.2-atspi-2.0 python3-gi poppler-utils procps)

install_system_packages "${system_packages[@]}" "${test_packages[@]}"
install_python_packages

step() { say "== $*"; "$@"; }

step .venv/bin/ruff check .
step .venv/bin/ruff format --check .
step .venv/bin/lint-imports
step .venv/bin/mypy
step .venv/bin/mypy --platform win32 --cache-dir .mypy_cache_win32
step .venv/bin/python packaging/catalogues.py check
step .venv/bin/python -m pytest -n 2 --dist loadfile -q "$@"
