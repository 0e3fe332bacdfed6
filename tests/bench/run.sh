#!/usr/bin/env bash
# Measures the budgets of ARCHITECTURE.md and prints one JSON line each: name, value, unit, budget, met.
#   usage: tests/bench/run.sh [BUILD_DIR]       (build/release unless given; some need root, see below)
# Not part of the tests: figures depend on the machine and on what else it does. Run it on an idle one.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=$(cd "${1:-build/release}" && pwd) || exit 2
here=$PWD/tests/bench
for program in "$build"/tests/bench_*; do
  [[ -x $program ]] || continue
  case $program in
    *bench_window | *bench_logs | *bench_editor) command -v xvfb-run >/dev/null && xvfb-run -a -s '-screen 0 1280x800x24' "$program" ;;
    *) "$program" ;;
  esac
done | grep '^{'
"$here/cluster/control_plane.sh" "$build/bin"
if [[ $EUID == 0 ]]; then "$here/cluster/node.sh" "$build/bin"; else echo '# pod start and agent memory: need root' >&2; fi
