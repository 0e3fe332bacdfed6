#!/usr/bin/env bash
# End to end: brings a cluster up on this machine, uses it with the real kubectl as a person would, breaks it, and takes
# it down. Every file of cases/ is one subject; they run in order against one cluster.
#   usage: run.sh BIN_DIR [SKIPPED_DIR] [CASE…]      a line per check; exit status 1 when one failed
# Needs root (containers), kubectl and curl. SKIPPED_DIR gets a line for what cannot run here.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "${1:?usage: run.sh BIN_DIR [SKIPPED_DIR] [CASE...]}" && pwd)
skipped=${2:-/dev/null}; shift; shift 2>/dev/null || true
if [[ $EUID != 0 ]]; then
  mkdir -p "$skipped" && echo 'e2e_cluster: running containers needs root; run tests/run.sh as root' >"$skipped/e2e"
  exit 0
fi
[[ $skipped == /dev/null ]] || rm -f "$skipped/e2e"
work=$(mktemp -d -t armillary-e2e.XXXXXX)
data=$work/data
port=$((20000 + RANDOM % 20000))
export KUBECONFIG=$data/admin.kubeconfig
passed=0 failed=0 background=()

check() { # check NAME COMMAND…
  local name=$1 started=${EPOCHREALTIME/./}; shift
  if "$@" >"$work/out" 2>&1; then
    passed=$((passed + 1)); printf 'ok    %s (%d ms)\n' "$name" $(((${EPOCHREALTIME/./} - started) / 1000))
  else
    failed=$((failed + 1)); printf 'FAIL  %s\n' "$name"; tail -n 12 "$work/out" | sed 's/^/      | /'
  fi
}
within() { # within SECONDS COMMAND…: repeats until it succeeds
  local end=$((SECONDS + $1)); shift
  until "$@"; do ((SECONDS < end)) || return 1; sleep 0.2; done
}
not() { ! "$@"; }
refusedWith() { # refusedWith TEXT COMMAND…: fails, and says TEXT
  local want=$1 output; shift
  if output=$("$@" 2>&1); then printf 'accepted: %s\n' "$output"; return 1; fi
  printf '%s\n' "$output"; grep -qF -- "$want" <<<"$output"
}
traces() { # what a cluster leaves outside of its data: tables, interfaces, control groups, run folders, a line each
  { nft list tables; ip -br link | sed 's/[@ ].*//'; find /sys/fs/cgroup -maxdepth 3 -type d; find /run -maxdepth 2
  } 2>/dev/null | grep -iE 'armillary|cni0' | sort
}
noTraceOf() { # noTraceOf TEXT: nothing with TEXT in its name that was not there before the first case
  ! traces | comm -13 "$work/traces" - | grep -iE -- "$1"
}
applyText() { kubectl apply -f - <<<"$1"; }
finish() {
  for process in "${background[@]}"; do kill "$process" 2>/dev/null; done
  if ((failed)) && [[ -d $data/log ]]; then
    for log in "$data"/log/*.log; do printf -- '--- %s\n' "${log##*/}"; tail -n 25 "$log"; done
  fi
  [[ ! -d $work/node2/node ]] || "$bin/armillary-node" reset --data-dir "$work/node2" >/dev/null 2>&1
  for each in "$data" "$work/second"; do
    [[ ! -d $each ]] || "$bin/armillaryctl" down --purge --data-dir "$each" >/dev/null 2>&1
  done
  rm -rf "$work"
}
trap finish EXIT
traces >"$work/traces" # of clusters that run beside this one

cases=("$@"); ((${#cases[@]})) || cases=("$here"/cases/*.sh)
for case in "${cases[@]}"; do
  printf -- '-- %s\n' "$(basename "$case" .sh)"
  # shellcheck source=/dev/null
  source "$case"
done
printf '\n%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
