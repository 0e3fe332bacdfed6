#!/usr/bin/env bash
# A file fits a head: none above 600 lines.
#   usage: size.sh SOURCE_ROOT
set -uo pipefail
cd "${1:?usage: size.sh SOURCE_ROOT}" || exit 2
large=$(git ls-files '*.h' '*.cpp' '*.qml' '*.py' '*.sh' | xargs wc -l | awk '$1 > 600 && $2 != "total" {print "  " $2 ": " $1 " lines"}')
[[ -z $large ]] && { echo 'no file above 600 lines'; exit 0; }
printf 'above 600 lines, split by subject:\n%s\n' "$large"; exit 1
