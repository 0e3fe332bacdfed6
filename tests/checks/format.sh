#!/usr/bin/env bash
# Every C++ file is formatted as .clang-format says.
#   usage: format.sh SOURCE_ROOT        (with --fix as second argument: formats them)
set -uo pipefail
cd "${1:?usage: format.sh SOURCE_ROOT [--fix]}" || exit 2
mode=(--dry-run --Werror); [[ ${2:-} == --fix ]] && mode=(-i)
git ls-files '*.h' '*.cpp' | xargs -r -n 20 -P "$(nproc)" clang-format-19 "${mode[@]}" && echo 'formatted'
