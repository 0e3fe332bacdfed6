#!/usr/bin/env bash
# One command to a running cluster on this machine: installs what is needed, builds, brings the cluster up, deploys the
# sample, shows that it answers through its Service, and opens the window where there is a display.
#   usage: installer/run.sh [--data-dir DIR] [--listen IP:PORT] [--no-window] [--yes]
# Works on Debian 13, best, or 12, as root or through sudo. Running it again picks up where it was. On Debian 12 it asks
# before it upgrades any of the system to 13's; --yes is the answer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Through sudo, everything but the set-up and the node agent belongs to whoever called sudo.
caller() { if [[ $EUID == 0 && -n ${SUDO_USER:-} ]]; then sudo -u "$SUDO_USER" --preserve-env=DISPLAY,WAYLAND_DISPLAY,XAUTHORITY,XDG_RUNTIME_DIR -- "$@"; else "$@"; fi; }
home=$(caller bash -c 'cd && pwd')
data=${XDG_DATA_HOME:-$home/.local/share}/armillary listen=127.0.0.1:6443 window=yes deps=(--quiet)
while (($#)); do
  case $1 in
    --data-dir) data=${2:?--data-dir needs a folder}; shift 2 ;;
    --listen) listen=${2:?--listen needs IP:PORT}; shift 2 ;;
    --no-window) window=no; shift ;;
    --yes) deps+=(--yes); shift ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) printf 'installer/run.sh: unknown option %s (see --help)\n' "$1" >&2; exit 2 ;;
  esac
done
step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'installer/run.sh: %s\n' "$*" >&2; exit 1; }
build=build/release bin=build/release/bin

step 'installing what is needed'
installer/deps.sh "${deps[@]}"
step 'building (the first time takes some minutes; later only what changed)'
if [[ ! -f $build/build.ninja ]]; then
  configured=$(caller cmake --preset release -DARMILLARY_TESTS=OFF 2>&1) || { printf '%s\n' "$configured"; die 'cannot prepare the build'; }
fi
# In the form that progress.sh reads: done, of how many, seconds.
caller env NINJA_STATUS='@%f %t %e@ ' cmake --build --preset release 2>&1 | installer/progress.sh ||
  die 'the build failed; the reason is above'

step "bringing the cluster up in $data"
"$bin/armillaryctl" up --data-dir "$data" --listen "$listen"
k() { caller kubectl --kubeconfig "$data/admin.kubeconfig" "$@"; }

step 'deploying the sample'
k get deployment sample >/dev/null 2>&1 || k create deployment sample --image=armillary.dev/sample-web:1 --replicas=3 --port=8080
k get service sample >/dev/null 2>&1 || k expose deployment sample --port=80 --target-port=8080
k rollout status deployment/sample --timeout=120s
address=$(k get service sample -o jsonpath='{.spec.clusterIP}')
for attempt in $(seq 50); do
  answer=$(curl -sf -m 2 "http://$address/") && break
  ((attempt < 50)) || die "the sample does not answer at http://$address/; see kubectl --kubeconfig $data/admin.kubeconfig get events"
  sleep 0.2
done
step "the sample answers through its Service at http://$address/:"
printf '%s\n' "$answer" | sed 's/^/      /'
cat <<TXT

The cluster is up. Use it with kubectl:

    export KUBECONFIG=$data/admin.kubeconfig
    kubectl get pods -o wide
    kubectl scale deployment sample --replicas=6
    kubectl set image deployment/sample sample-web=armillary.dev/sample-web:2

Look at it:   $PWD/$bin/armillaryctl status --data-dir $data
Stop it:      $PWD/$bin/armillaryctl down --data-dir $data            (--purge also removes all it made)
TXT
if [[ $window == no ]]; then
  exit 0
elif [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  step 'opening the window'
  caller "$bin/armillary" --kubeconfig "$data/admin.kubeconfig" --context armillary
else
  step "no display here, so no window; where there is one: $PWD/$bin/armillary --kubeconfig $data/admin.kubeconfig --context armillary"
fi
