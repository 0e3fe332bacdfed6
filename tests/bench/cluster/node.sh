#!/usr/bin/env bash
# A whole cluster on this machine: pod with a cached image from create to Running, and what everything costs when idle.
#   usage: node.sh BIN_DIR        (as root)
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
bin=${1:?usage: node.sh BIN_DIR}
work=$(mktemp -d -t armillary-bench.XXXXXX)
data=$work/data
trap '"$bin/armillaryctl" down --purge --data-dir "$data" >/dev/null 2>&1; rm -rf "$work"' EXIT
start=$(nowMs)
"$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$((20000 + RANDOM % 20000))" >"$work/up" 2>&1 || { cat "$work/up" >&2; exit 1; }
row 'up: nothing to a Ready node' "$(awk -v ms=$(($(nowMs) - start)) 'BEGIN {print ms / 1000}')" s 15
export KUBECONFIG=$data/admin.kubeconfig
until kubectl get serviceaccount default >/dev/null 2>&1; do sleep 0.1; done
for run in $(seq 11); do
  start=$(nowMs)
  kubectl run "pod-$run" --image=armillary.dev/sample-web:1 >/dev/null
  until [[ $(kubectl get pod "pod-$run" -o jsonpath='{.status.phase}') == Running ]]; do :; done
  echo "$(($(nowMs) - start))" >>"$work/pods"
done
row 'pod with a cached image: create to Running, p50, kubectl included' "$(awk '{print $1 / 1000}' "$work/pods" | median)" s 1
kubectl delete pods --all --grace-period=0 --force >/dev/null 2>&1
sleep 10
server=$(cat "$data/run/armillaryd.pid") agent=$(cat "$data/run/armillary-node.pid")
before=$(cpuNs "$server" "$agent"); sleep 30; after=$(cpuNs "$server" "$agent")
row 'idle, one node: CPU of armillaryd and agent' "$(awk -v ns=$((after - before)) 'BEGIN {print ns / 30e9 * 100}')" '% of one core' 1
row 'armillaryd: resident memory, idle' "$(rssMb "$server")" MB 60
row 'agent: resident memory, idle' "$(rssMb "$agent")" MB 40
