#!/usr/bin/env bash
# tests/ctest.sh repeats what failed when it is asked to, names what passes then, and ends with ctest's summary.
#   usage: repeat.sh SOURCE_ROOT
set -uo pipefail
run=$(cd "${1:?usage: repeat.sh SOURCE_ROOT}" && pwd)/tests/ctest.sh
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
fail() { printf 'FAIL  %s\n' "$1"; sed 's/^/      | /' "$work/out"; exit 1; }
try() { # try FAILS REPEAT: runs the tests of the build below $work afresh
  local status=0
  rm -f "$work/seen"
  "$run" "$work" "$2" >"$work/out" 2>&1 || status=$?
  ((status > 0 == $1)) || fail "exit status $status"
}
tests() { # tests SECOND_COMMAND: one that passes, one that fails the first time, and one more
  printf 'add_test(steady true)\nadd_test(moody sh -c "test -e seen || { : >seen; exit 1; }")\nadd_test(last %s)\n' "$1" >"$work/CTestTestfile.cmake"
}

tests true
try 1 no; ! grep -q '^flaky' "$work/out" || fail 'a run for people repeats'
try 0 yes; grep -qx 'flaky: moody' "$work/out" || fail 'what passes at the second try is not named'
[[ $(grep -c '^flaky' "$work/out") == 1 ]] || fail 'more than that is named'
grep -A 1 -x 'flaky: moody' "$work/out" | tail -n 1 | grep -q '^100% tests passed' || fail 'the summary does not come last'
tests false
try 1 yes; grep -qx 'flaky: moody' "$work/out" || fail 'flaky beside one that fails is not named'
tail -n 3 "$work/out" | grep -q 'last (Failed)' || fail 'the summary does not name the one that fails'
! grep -qx 'flaky: last' "$work/out" || fail 'what fails twice counts as flaky'
echo 'what failed is repeated, and named'
