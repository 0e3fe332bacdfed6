#!/usr/bin/env bash
# End to end: brings a cluster up on this machine, uses it with the real kubectl as a person would, breaks it, and takes
# it down. Every file of cases/ is one subject and can run alone; ctest runs each as a test of its own.
#   usage: run.sh BUILD_DIR [STEP…]      a line per check; exit status 1 when one failed, 77 when it cannot run here
# A step is up, down, or a case by its file's name (20-deployment); left out: up, every case, down. Between steps the
# cluster stays, and BUILD_DIR/e2e/env says where it is; up takes down what an earlier run has left there.
# Needs root (containers), kubectl and curl.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: run.sh BUILD_DIR [STEP...]}" && pwd); shift
bin=$build/bin state=$build/e2e

if (($# != 1)); then
  steps=("$@"); status=0
  if (($# == 0)); then
    steps=(up); for each in "$here"/cases/*.sh; do each=${each##*/}; steps+=("${each%.sh}"); done; steps+=(down)
  fi
  for each in "${steps[@]}"; do
    one=0; bash "$here/run.sh" "$build" "$each" || one=$?
    ((one == 0 || status == 1)) || status=$one
    [[ $each != up || $one == 0 ]] || { bash "$here/run.sh" "$build" down; break; }
  done
  exit "$status"
fi
step=$1
mkdir -p "$state" "$build/skipped"
if [[ $EUID != 0 ]]; then
  echo 'e2e: running containers needs root; run tests/run.sh as root' >"$build/skipped/e2e"
  # The set-up says yes, or the cases would count as failed; they say themselves that they did not run.
  [[ $step == up || $step == down ]] && exit 0
  echo 'skipped: needs root'; exit 77
fi
rm -f "$build/skipped/e2e"

# shellcheck source=lib.sh
source "$here/lib.sh"
finish() {
  local each
  for each in "${background[@]}"; do kill "$each" 2>/dev/null; done
  if ((failed)) && [[ -d $data/log ]]; then explain; fi
  local -i i # the last thing first
  for ((i = ${#afterwards[@]} - 1; i >= 0; i--)); do eval "${afterwards[i]}" >/dev/null 2>&1; done
}
takeDown() { # takeDown WORK: whatever runs below it, and the folder
  [[ ! -d $1/node2/node ]] || "$bin/armillary-node" reset --data-dir "$1/node2" >/dev/null 2>&1
  local each
  for each in "$1/data" "$1/second"; do
    [[ ! -d $each ]] || "$bin/armillaryctl" down --purge --data-dir "$each" >/dev/null 2>&1
  done
  rm -rf "$1"
}

if [[ $step == up ]]; then
  if [[ -e $state/env ]]; then
    (source "$state/env"; echo "taking down what an earlier run has left in $work"; takeDown "$work")
    rm -f "$state/env"
  fi
  # Not below the build: a socket's path has at most 107 characters.
  work=$(mktemp -d -t armillary-e2e.XXXXXX); port=$(freePort) || exit 1
  printf 'work=%q\nport=%q\n' "$work" "$port" >"$state/env"
fi
[[ -e $state/env ]] || { echo "no cluster: run $0 $build up"; exit 1; }
# shellcheck source=/dev/null
source "$state/env"
data=$work/data
export KUBECONFIG=$data/admin.kubeconfig
trap finish EXIT
trap 'exit 1' INT TERM
printf -- '-- %s\n' "$step"
case $step in
  up | down) source "$here/$step.sh" ;;
  *)
    [[ -f $here/cases/$step.sh ]] || { echo "no such case: $step"; exit 1; }
    podsCanRun || exit 1
    # shellcheck source=/dev/null
    source "$here/cases/$step.sh" ;;
esac
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
