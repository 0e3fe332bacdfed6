# What the cases are written in. run.sh sets bin, state, here, and, once the cluster is up, work, data, port and KUBECONFIG.
# shellcheck shell=bash
image=armillary.dev/sample-web:1
passed=0 failed=0 afterwards=() background=()

check() { # check NAME COMMAND…
  local name=$1 started=${EPOCHREALTIME/./}; shift
  if "$@" >"$work/out" 2>&1; then
    passed=$((passed + 1)); printf 'ok    %s (%d ms)\n' "$name" $(((${EPOCHREALTIME/./} - started) / 1000))
  else
    failed=$((failed + 1)); printf 'FAIL  %s (%d ms)\n' "$name" $(((${EPOCHREALTIME/./} - started) / 1000))
    tail -n 12 "$work/out" | sed 's/^/      | /'
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
applyText() { kubectl apply -f - <<<"$1"; }
after() { afterwards+=("$(printf '%q ' "$@")"); } # after COMMAND…: run when the step ends, however it ends; the last one first
freePort() { # a port that nobody listens on, and that no outgoing connection and no node port gets by itself
  local low high port
  read -r low high </proc/sys/net/ipv4/ip_local_port_range
  for _ in $(seq 200); do
    port=$((10000 + RANDOM % 20000))
    ((port < low || port > high)) || continue
    [[ -n $(ss -Htanu "sport = :$port") ]] || { echo "$port"; return; }
  done
  echo 'no free port' >&2; return 1
}

# What more than one case stands on. Each brings it if it is not there yet, so that a case can run alone.
bringWeb() { # deployment web with three pods of version 1 and its service; sets ip
  kubectl get deployment web >/dev/null 2>&1 || kubectl create deployment web --image=$image --replicas=3 --port=8080 || return 1
  kubectl get service web >/dev/null 2>&1 || kubectl expose deployment web --port=80 --target-port=8080 || return 1
  kubectl rollout status deployment/web --timeout=120s || return 1
  ip=$(kubectl get service web -o jsonpath='{.spec.clusterIP}')
  within 30 bash -c "curl -sf -m 2 http://$ip/ | grep -q version="
}
bringReader() { # pod reader with config map settings and secret key
  kubectl get pod reader >/dev/null 2>&1 || kubectl apply -f "$here/manifests/reader.yaml" || return 1
  kubectl wait pod/reader --for=condition=Ready --timeout=120s
}

# A node under pressure takes no pods; every check that waits for one would wait in vain.
podsCanRun() {
  local taints pressure
  pressure=$(kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name}{range .spec.taints[*]} {.key}{end}{"\n"}{end}' |
    grep -E 'node\.kubernetes\.io/[a-z]+-pressure') || return 0
  printf 'FAIL  this machine cannot run pods, its node is tainted: %s\n' "$pressure"
  kubectl get nodes -o jsonpath='{range .items[*].status.conditions[?(@.status=="True")]}{.type}: {.message}{"\n"}{end}' | sed 's/^/      | /'
  df -h "$data" | sed 's/^/      | /'
  return 1
}
explain() { # what helps to understand a failure, bounded
  printf -- '--- nodes\n'
  kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name}: taints {.spec.taints[*].key}{"\n"}{range .status.conditions[*]}  {.type}={.status} {.reason}: {.message}{"\n"}{end}{end}' 2>&1 | tail -n 20
  printf -- '--- pods\n'; kubectl get pods -A -o wide 2>&1 | tail -n 40
  printf -- '--- events\n'; kubectl get events -A --sort-by=.metadata.creationTimestamp 2>&1 | tail -n 40 | cut -c 1-300
  local log
  for log in "$data"/log/*.log; do printf -- '--- %s\n' "${log##*/}"; tail -n 25 "$log" | cut -c 1-400; done
}

# The names under which a cluster can be seen on its machine: its own tag, and that of each of its nodes in DIR (nodes/network/names.h).
fnv1a() { # fnv1a TEXT: in eight hex digits
  local -i hash=2166136261 i code
  for ((i = 0; i < ${#1}; i++)); do
    printf -v code %d "'${1:i:1}"
    hash=$((((hash ^ code) * 16777619) & 0xffffffff))
  done
  printf '%08x' "$hash"
}
tagsOf() { # tagsOf DATA_DIR…: a pattern that matches what these clusters' nodes leave outside of their data
  local dir tag name pattern=
  for dir; do
    tag=$(grep -ohE 'sha256:[0-9a-f]{8}' "$dir"/node/node.json 2>/dev/null | head -n 1); tag=${tag#sha256:}
    [[ -n $tag ]] || continue
    for name in $(grep -oP '"nodeName": *"\K[^"]+' "$dir"/node/node.json); do
      name=$(fnv1a "$tag/$name"); pattern+="${pattern:+|}armillary-?(${tag}|${name:0:6})"
    done
  done
  printf '%s' "${pattern:-no-such-tag}"
}
traces() { # traces PATTERN: tables, interfaces, control groups and run folders of that name, a line each
  { nft list tables; ip -br link | sed 's/[@ ].*//'; find /sys/fs/cgroup -maxdepth 3 -type d; find /run -maxdepth 2
  } 2>/dev/null | grep -E -- "$1" | sort
}
