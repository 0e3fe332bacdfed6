#!/usr/bin/env bash
# What ARCHITECTURE.md and CONTRIBUTING.md say of folders, read off the sources: who includes whom (I1, I2), which folder is
# which target and namespace (R1), what headers may carry along (R3), and who may look at a clock (I7).
#   usage: layers.sh SOURCE_ROOT
set -uo pipefail
cd "${1:?usage: layers.sh SOURCE_ROOT}" || exit 2
failed=0
refuse() { # refuse RULE PATTERN FOLDER…: no line of these folders may match
  local rule=$1 pattern=$2 found; shift 2
  found=$(grep -rnE --include='*.h' --include='*.cpp' "$pattern" "$@" || true)
  [[ -z $found ]] && return
  printf '%s is broken:\n%s\n' "$rule" "$found"; failed=1
}
refuse 'I1 (no Qt in the engine or the agent)' '#include *[<"]Q[A-Za-z]|#include *<Qt' engine nodes/agent nodes/cri nodes/network
refuse 'I2 (only server, watch and runtime see the store)' '#include *"engine/store/' \
  engine/client engine/controllers engine/scheduler engine/relations engine/manifest engine/editor engine/explain engine/plan engine/gitops engine/resources engine/volumes engine/cel engine/pki engine/async nodes app programs/armillary-node
refuse 'a low layer includes a higher one' '#include *"(engine/(server|client|controllers|scheduler|explain|runtime)|nodes|app)/' \
  engine/async engine/schema engine/cel engine/pki engine/store engine/watch engine/resources engine/volumes engine/relations engine/manifest engine/editor
refuse 'a preview asks a cluster through Live alone, and writes to none' \
  '#include *"(engine/(server|client|controllers|scheduler|runtime|gitops/trial)|nodes|app)/|explain/client_evidence' \
  $(ls -d engine/gitops/*/ | grep -vE '/(live|trial)/')
refuse 'what runs elsewhere is looked at: no write and no other call than get, list and GET' \
  '(\.|->)(create|update|patch|remove|removeCollection|watch|call|open|follow)\(|client::(create|update|patch|remove)|gitops/trial/' \
  engine/gitops/live
refuse 'a trial is nobody else'"'"'s: it writes to the local cluster' '#include *"(engine/(server|controllers|scheduler|runtime)|nodes|app)/' \
  engine/gitops/trial engine/gitops/live
refuse 'only the gate writes (ADR 30): no page has a client' 'client::(Calls|Client)[^A-Za-z]|makeHttpC' \
  $(ls -d app/*/ | grep -vE 'enginehost|offline') qml
refuse 'the server includes what stands on it' '#include *"(engine/(client|controllers|scheduler|runtime)|nodes|app)/' engine/server
refuse 'I7 (who decides by time or chance has a clock and a generator given)' \
  '(system|steady|high_resolution)_clock::now|random_device|mt19937|std::rand|[^a-zA-Z_]time\((nullptr|0)\)|clock_gettime' \
  engine/schema engine/cel engine/resources engine/volumes engine/watch engine/controllers engine/scheduler \
  nodes/agent/container nodes/agent/image nodes/agent/node nodes/agent/pod nodes/agent/upkeep nodes/machines

# R1: the folder's target.
for folder in engine/*/ nodes/{agent,cri,machines,network}/; do
  target=${folder%/}; target=${target//\//_}
  grep -qE "^(armillary_library|add_library)\($target[ )]" "$folder/CMakeLists.txt" ||
    { printf 'R1 is broken: %s does not make the target %s\n' "$folder" "$target"; failed=1; }
done
# R1: the folder's namespace, or one within. Another folder's is opened to declare a name of it, no more.
strays=$(git ls-files 'engine/*.h' 'engine/*.cpp' 'nodes/*.h' 'nodes/*.cpp' 'programs/*.h' 'programs/*.cpp' 'app/*.h' 'app/*.cpp' |
  xargs awk '
    FNR == 1 {
      split(FILENAME, part, "/"); own = "armillary::" part[2]
      if (part[1] == "app") own = "armillary::app"
      if (part[1] == "programs") own = part[2] == "armillaryctl" ? "armillary::ctl" : "armillary::programs"
      if (FILENAME ~ /^engine\/schema\/apply\//) own = "armillary::apply"
      if (FILENAME ~ /^nodes\/images\//) own = "armillary::sample"
    }
    opened != "" && !/^(struct|class|enum class) [A-Za-z]+( : [a-z:]+)?;$/ { print opened; opened = "" }
    opened != "" { opened = "" }
    /^namespace armillary/ {
      if ($2 == own || index($2, own "::") == 1) next
      if ($2 == "armillary" && part[1] == "engine" && part[2] == "schema") next
      opened = FILENAME ":" FNR ": namespace " $2 ", expected " own
    }')
[[ -z $strays ]] || { printf 'R1 (the namespace is the folder) is broken:\n%s\n' "$strays"; failed=1; }

# R1: in a namespace a type's name is one type's: two headers of one folder that each define it link, and crash.
twice=$(for folder in engine/*/ nodes/*/ app/; do
  grep -rE --include='*.h' '^(struct|class|enum class|union) [A-Za-z]+( |$)' "$folder" | grep -v ';$' |
    sed -E 's/^([^:]*):(struct|class|enum class|union) ([A-Za-z]+).*/\3 \1/' | while read -r name file; do
      # Of the namespace that was opened before it.
      printf '%s::%s %s\n' "$(awk -v name="$name" '/^namespace /{at = $2} $0 ~ "^(struct|class|enum class|union) " name "( |$)" {print at; exit}' "$file")" "$name" "$file"
    done | sort -u | awk '$1 == last {print $1 ": " file " and " $2} {last = $1; file = $2}'
done)
[[ -z $twice ]] || { printf 'R1 (one type a name) is broken:\n%s\n' "$twice"; failed=1; }

# R3: what a header brings along.
headers() { grep -rE --include='*.h' "$@" engine nodes programs app; }
sockets='^(engine/server/http|engine/transport|engine/client/http|nodes/agent/endpoint|nodes/network/dns)/'
heavy=$(headers '#include *<(grpc|google/protobuf|sqlite3|git2)'; headers '#include *<boost/' | grep -vE '<boost/(json|asio|beast)'
  headers '#include *<boost/(asio|beast)' | grep -vE "$sockets")
# The headers that bring Asio along, be it through one another.
carriers=$(headers -l '#include *<boost/(asio|beast)')
for ((count = 0; count != $(wc -w <<<"$carriers"); )); do
  count=$(wc -w <<<"$carriers")
  more=$(grep -rlF --include='*.h' "$(sed 's/.*/#include "&"/' <<<"$carriers")" engine nodes programs app)
  carriers=$(printf '%s\n' "$carriers" "$more" | sort -u)
done
heavy+=$(grep -vE "$sockets" <<<"$carriers")
[[ -z $heavy ]] || { printf 'R3 (headers are light) is broken:\n%s\n' "$heavy"; failed=1; }
((failed == 0)) && echo 'layers hold'
exit "$failed"
