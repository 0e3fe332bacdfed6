#!/usr/bin/env bash
# Sets up, builds and runs every test and check, closing with ctest's summary.
#   usage: tests/run.sh [--preset NAME] [--repeat-failed] [--yes] [CTEST_ARGUMENT…]     (e.g. tests/run.sh -L unit)
# The preset is dev unless given: unoptimised, it builds in half the time. Others: release, asan, tsan.
# --repeat-failed gives what failed a second try, alone, and names what passes then as flaky; --yes has the set-up ask nothing.
# On a fresh Debian 12 or 13 it installs what is missing itself, as root or through sudo. The tests that start
# containers need root; without it they say so and the rest runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=dev repeat=no setup=(--quiet)
while (($#)); do
  case $1 in
    --preset) preset=${2:?--preset needs a name}; shift 2 ;;
    --repeat-failed) repeat=yes; shift ;;
    --yes) setup+=(--yes); shift ;;
    -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) break ;;
  esac
done
step() { printf '\033[1m==>\033[0m %s\n' "$*"; }

step 'installing what the build and the tests need'
installer/deps.sh "${setup[@]}"
step "building (preset $preset)"
started=$SECONDS
cmake --preset "$preset" >"/tmp/armillary-configure.$$" 2>&1 || { cat "/tmp/armillary-configure.$$"; exit 1; }
rm -f "/tmp/armillary-configure.$$"
cmake --build --preset "$preset"
step "built in $((SECONDS - started)) s; testing"
exec tests/ctest.sh "build/$preset" "$repeat" "$@"
