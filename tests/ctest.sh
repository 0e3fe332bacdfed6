#!/usr/bin/env bash
# Runs ctest on a build; its summary is the last that is said, after what could not run and what is not to be relied on.
#   usage: ctest.sh BUILD_DIR REPEAT_FAILED [CTEST_ARGUMENT…]      REPEAT_FAILED: yes or no
# With yes, what failed gets a second try, one after the other; "flaky: NAME" names what passes then, and the exit status
# and the summary are the second try's. A test on that list is the next thing to mend.
set -uo pipefail
build=${1:?usage: ctest.sh BUILD_DIR REPEAT_FAILED [CTEST_ARGUMENT...]} repeat=${2:?yes or no}; shift 2
summary=$(mktemp); trap 'rm -f "$summary"' EXIT
started=$SECONDS

run() { # run CTEST_ARGUMENT…: what ctest says, but for its summary, which waits in the file
  : >"$summary"
  ctest --test-dir "$build" --output-on-failure --no-tests=error "$@" | sed -u "/^[0-9]\+% tests passed/,\$ {
    w $summary
    d
  }"
}
failed() { # the tests that ran and failed, as the summary names them
  sed -nE 's/^\s*[0-9]+ - (\S+) \(([^)]*)\).*/\1 \2/p' "$summary" | awk '$2 !~ /^(Skipped|Disabled|Not)$/ {print $1}' | sort
}

status=0 flaky=
run --parallel "$(nproc)" "$@" || status=$?
if [[ $repeat == yes && $status != 0 && -n $(failed) ]]; then
  first=$(failed); cat "$summary"
  printf '\n==> once more, one after the other\n'
  status=0; run --rerun-failed || status=$?
  flaky=$(comm -23 <(printf '%s\n' "$first") <(failed))
fi
printf '==> tested in %d s\n' $((SECONDS - started))
# What could not run says why, one line each, so that a summary without it cannot be mistaken for a whole one.
if compgen -G "$build/skipped/*" >/dev/null; then
  printf '==> not run here:\n'; cat "$build"/skipped/*
fi
[[ -z $flaky ]] || sed 's/^/flaky: /' <<<"$flaky"
cat "$summary"
exit "$status"
