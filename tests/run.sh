#!/usr/bin/env bash
# Sets up, builds and runs every test and check, closing with ctest's summary.
#   usage: tests/run.sh [--preset NAME] [CTEST_ARGUMENT…]     (e.g. tests/run.sh -L unit)
# The preset is dev unless given: unoptimised, it builds in half the time. Others: release, asan, tsan.
# On a fresh Debian 13 or 12 it installs what is missing itself, as root or through sudo; on Debian 12 that upgrades some
# of the system to 13's, without asking (installer/deps.sh asks). The tests that start containers need root; without it
# they say so and the rest runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=dev
if [[ ${1:-} == --preset ]]; then preset=${2:?--preset needs a name}; shift 2; fi
if [[ ${1:-} == -h || ${1:-} == --help ]]; then sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0; fi
step() { printf '\033[1m==>\033[0m %s\n' "$*"; }

step 'installing what the build and the tests need'
installer/deps.sh --quiet --yes
step "building (preset $preset)"
started=$SECONDS
cmake --preset "$preset" >"/tmp/armillary-configure.$$" 2>&1 || { cat "/tmp/armillary-configure.$$"; exit 1; }
rm -f "/tmp/armillary-configure.$$"
cmake --build --preset "$preset"
step "built in $((SECONDS - started)) s; testing"
started=$SECONDS
status=0
ctest --test-dir "build/$preset" --output-on-failure --parallel "$(nproc)" --no-tests=error "$@" || status=$?
step "tested in $((SECONDS - started)) s"
# What could not run says why, one line each, so that a summary without it cannot be mistaken for a whole one.
if compgen -G "build/$preset/skipped/*" >/dev/null; then
  step 'not run here:'
  cat "build/$preset"/skipped/*
fi
exit "$status"
