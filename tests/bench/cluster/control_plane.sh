#!/usr/bin/env bash
# armillaryd alone: time from exec to /readyz, resident memory when idle.
#   usage: control_plane.sh BIN_DIR
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
bin=${1:?usage: control_plane.sh BIN_DIR}
work=$(mktemp -d -t armillary-bench.XXXXXX)
trap 'kill "${server:-}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 20000))
for run in 1 2 3 4 5; do
  rm -rf "$work/data"
  start=$(nowMs)
  "$bin/armillaryd" --data-dir "$work/data" --listen "127.0.0.1:$port" >"$work/out" 2>&1 & server=$!
  until curl -skf -m 1 "https://127.0.0.1:$port/readyz" >/dev/null 2>&1; do sleep 0.005; done
  echo $(($(nowMs) - start)) >>"$work/starts"
  ((run == 5)) && break
  kill "$server"; wait "$server" 2>/dev/null
done
row 'armillaryd: exec to readyz, empty store' "$(awk '{print $1 / 1000}' "$work/starts" | median)" s 0.5
sleep 5
row 'armillaryd: resident memory, idle, no node' "$(rssMb "$server")" MB 60
