#!/usr/bin/env bash
# armillaryctl manifest as people and scripts meet it: what goes to which stream, what becomes of the file, exit statuses.
#   usage: run.sh ARMILLARYCTL
set -uo pipefail
program=$(realpath "${1:?usage: run.sh ARMILLARYCTL}")
work=$(mktemp -d -t armillary-manifest.XXXXXX); trap 'rm -rf "$work"' EXIT; cd "$work" || exit 2
failed=0
fail() { printf 'FAIL  %s\n' "$1"; sed 's/^/      | /' out err; failed=1; }
# expect STATUS NAME ARGUMENT…: runs the command; leaves its streams in out and err.
expect() {
  local status=$1 name=$2; shift 2
  "$program" manifest "$@" >out 2>err
  local found=$?
  if ((found == status)); then printf 'ok    %s\n' "$name"; else fail "$name: exit status $found, not $status"; fi
}
holds() { grep -qF -- "$2" "$1" || fail "$1 does not say: $2"; }

cat >app.yaml <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: front}
spec:
  replicas: 2   # enough
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
      - name: web
        image: registry.example/shop:1
        ports: [{containerPort: 8080}]
        resources: {requests: {cpu: 10m, memory: 16Mi}}
Y
cp app.yaml original.yaml
edit=(app.yaml --object deploy/shop --path)

expect 0 'get prints a scalar' get "${edit[@]}" spec.replicas;              [[ $(<out) == 2 ]] || fail 'get: not 2'
expect 0 'get prints a mapping' get "${edit[@]}" spec.selector;             holds out '  app: shop'
expect 1 'get of what is not there' get "${edit[@]}" spec.paused;           holds err 'has no spec.paused'
expect 0 'set shows a difference' set "${edit[@]}" spec.replicas --value 3; holds out '+  replicas: 3   # enough'
cmp -s app.yaml original.yaml || fail 'the file changed without --write'
expect 2 'an unknown field' set "${edit[@]}" spec.replicaz --value 3;       holds err 'unknown field "spec.replicaz"'
expect 0 '--no-schema takes it' set "${edit[@]}" spec.replicaz --value 3 --no-schema
expect 2 'a wrong type' set "${edit[@]}" spec.replicas --value '"3"';       holds err 'it takes a whole number, not a string'
expect 2 'a wrong type within' set "${edit[@]}" spec.strategy --value '{rollingUpdate: [1]}'; holds err 'spec.strategy.rollingUpdate'
expect 2 'an object that is not there' set app.yaml --object svc/shop --path spec --value 1; holds err 'svc/shop'
expect 2 'another namespace' get app.yaml --object deploy/shop -n back;     holds err 'deploy/shop'
expect 2 'a file that is not there' get absent.yaml --object deploy/shop;   holds err 'absent.yaml'
expect 2 'a command line that says too little' set app.yaml;                holds err 'required'
expect 2 'an item into what is no list' insert "${edit[@]}" spec.selector --value x; holds err "not a list's items"
expect 3 'a second item of one key' insert "${edit[@]}" spec.template.spec.containers --value '{name: web}'; holds err 'refused (exists)'
expect 3 'removing what is not there' remove "${edit[@]}" spec.paused;      holds err 'refused (absent)'
expect 0 'insert at a place, written' insert "${edit[@]}" spec.template.spec.containers --value '{name: first, image: i:1}' --at 0 --write
[[ ! -s out && $(diff original.yaml app.yaml | grep -c '^>') == 2 && $(diff original.yaml app.yaml | grep -c '^<') == 0 ]] || fail 'insert --write'
expect 0 'what was inserted is removed' remove "${edit[@]}" 'spec.template.spec.containers[name=first]' --write
cmp -s app.yaml original.yaml || fail 'removing did not bring the bytes back'
expect 0 'check is quiet about what is right' check app.yaml;               [[ ! -s out ]] || fail 'check: not quiet'
printf 'apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspecc: {}\n' >bad.yaml
expect 1 'check finds errors in a folder' check .;                          holds out './bad.yaml:4:1: error unknown-field:'
exit "$failed"
