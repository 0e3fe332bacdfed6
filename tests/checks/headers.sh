#!/usr/bin/env bash
# Every header compiles alone.
#   usage: headers.sh SOURCE_ROOT BUILD_DIR CXX [INCLUDE_FLAG…]
set -uo pipefail
cd "${1:?}" || exit 2
build=$2 cxx=$3; shift 3
flags=(-std=c++23 -fsyntax-only -I. -I"$build/generated" -I"$build/generated/cri" "$@")
log=$(mktemp -d); trap 'rm -rf "$log"' EXIT
one() {
  local out
  out=$("${@:2}" -x c++ -include "$1" /dev/null 2>&1) || { printf '%s does not compile alone:\n%s\n' "$1" "$(head -5 <<<"$out")"; return 1; }
}
export -f one
find engine nodes -name '*.h' -not -path '*/build/*' | sort >"$log/headers"
xargs -a "$log/headers" -P "$(nproc)" -I{} bash -c 'one "$@"' _ {} "$cxx" "${flags[@]}" || exit 1
echo "$(wc -l <"$log/headers") headers compile alone"
