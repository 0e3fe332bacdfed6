#!/usr/bin/env bash
# Reads a build's output and shows it as one bar with the time left; whatever is not progress (a compiler's words, a
# failed command) is passed on whole. Where standard output is no terminal: a line every tenth of the way.
#   usage: NINJA_STATUS='@%f %t %e@ ' ninja … | installer/progress.sh
set -uo pipefail
terminal=no; [[ -t 1 ]] && terminal=yes
width=30 shown=no tenth=0
left() { # left DONE OF SECONDS: how long the rest takes at the pace so far
  local seconds=$(($3 * ($2 - $1) / $1))
  if (($1 * 50 < $2)); then printf 'starting'
  elif ((seconds >= 90)); then printf 'about %d min left' $(((seconds + 30) / 60))
  else printf 'about %d s left' "$seconds"; fi
}
clear() { [[ $shown == no ]] || { printf '\r\033[K'; shown=no; }; }
bar() { # bar DONE OF SECONDS
  local full=$(($1 * width / $2)) cells
  printf -v cells '%*s' "$full" ''
  printf '\r\033[K    [%-*s] %3d %%, %s' "$width" "${cells// /#}" $(($1 * 100 / $2)) "$(left "$@")"
  shown=yes
}
while IFS= read -r line; do
  if [[ $line =~ ^@([0-9]+)\ ([0-9]+)\ ([0-9]+)[.,]?[0-9]*@ ]]; then
    done=${BASH_REMATCH[1]} of=${BASH_REMATCH[2]} seconds=${BASH_REMATCH[3]}
    ((done > 0 && of > 0)) || continue
    if [[ $terminal == yes ]]; then bar "$done" "$of" "$seconds"
    elif ((done * 10 / of > tenth)); then
      tenth=$((done * 10 / of)); printf '    %d %%, %s\n' $((tenth * 10)) "$(left "$done" "$of" "$seconds")"
    fi
  elif [[ $line != 'ninja: no work to do.' ]]; then
    clear; printf '%s\n' "$line"
  fi
done
clear
