#!/usr/bin/env bash
# Opens the program on a sample station; with no screen it does the same round headless and says where everything lies.
# Does all its own set-up. `bash packaging/run.sh [FOLDER]`: FOLDER for what the headless round leaves (default out/demo).
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

install_system_packages "${system_packages[@]}"
install_python_packages

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  # The wheel of Qt carries the ibus plug-in and none for fcitx; fcitx5 answers to ibus.
  if [ -z "${QT_IM_MODULE:-}" ] && pgrep -x fcitx5 >/dev/null 2>&1; then export QT_IM_MODULE=ibus; fi
  exec .venv/bin/station-desk practice
fi
say "没有屏幕，改为不开窗口走一遍 / no screen: doing the round headless"
export QT_QPA_PLATFORM=offscreen
exec .venv/bin/station-desk demo --out "${1:-out/demo}"
