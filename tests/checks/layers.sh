#!/usr/bin/env bash
# Invariants I1 and I2 of ARCHITECTURE.md, read off the #include lines: no Qt in the engine or the agent, and nobody but
# server/, watch/ and the composition root touches the store.
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
  engine/client engine/controllers engine/scheduler engine/relations engine/explain engine/resources engine/volumes engine/cel engine/pki engine/async nodes app programs/armillary-node
refuse 'a low layer includes a higher one' '#include *"(engine/(server|client|controllers|scheduler|explain|runtime)|nodes|app)/' \
  engine/async engine/schema engine/cel engine/pki engine/store engine/watch engine/resources engine/volumes engine/relations
refuse 'the server includes what stands on it' '#include *"(engine/(client|controllers|scheduler|runtime)|nodes|app)/' engine/server
((failed == 0)) && echo 'layers hold'
exit "$failed"
