#!/usr/bin/env bash
# The image archives are whole, and a private containerd imports and runs them.
#   usage: run.sh IMAGES_DIR
set -euo pipefail
images=${1:?usage: run.sh IMAGES_DIR}
fail() { printf 'FAIL  %s\n' "$*"; exit 1; }

python3 - "$images"/{pause,sample-web-1,sample-web-2}.tar <<'P'
import hashlib, json, sys, tarfile
for path in sys.argv[1:]:
    tar = tarfile.open(path)
    read = lambda name: tar.extractfile(name).read()
    blob = lambda descriptor: read('blobs/sha256/' + descriptor['digest'].split(':')[1])
    assert json.loads(read('oci-layout')) == {'imageLayoutVersion': '1.0.0'}
    for name in tar.getnames():
        if name.startswith('blobs/sha256/') and tar.getmember(name).isfile():
            assert hashlib.sha256(read(name)).hexdigest() == name.rsplit('/', 1)[1], name
    manifest = json.loads(blob(json.loads(read('index.json'))['manifests'][0]))
    config = json.loads(blob(manifest['config']))
    assert config['rootfs']['diff_ids'] == [layer['digest'] for layer in manifest['layers']]
    assert all(entry.mtime == 0 for entry in tar.getmembers())
P
echo 'ok    layouts are whole'
[[ $EUID == 0 ]] || { echo 'not root: containerd was not tried'; exit 0; }

work=$(mktemp -d -t armillary-images.XXXXXX) daemon= space=images-$$ # runc knows its containers by name, all over the machine
finish() {
  if [[ -n $daemon ]]; then kill "$daemon" 2>/dev/null || true; wait "$daemon" 2>/dev/null || true; fi
  # Shims outlive the daemon; those of this test are found by its socket's path.
  local shim; for shim in $(pgrep -f "containerd-shim.*$work" || true); do kill -9 "$shim" 2>/dev/null || true; done
  awk -v at="$work" 'index($2, at) == 1 {print $2}' /proc/mounts | sort -r | xargs -r -n 1 umount -l
  rm -rf "$work" "/run/containerd/runc/$space"
}
trap finish EXIT
printf 'version = 2\nroot = "%s/root"\nstate = "%s/state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "%s/sock"\n' \
  "$work" "$work" "$work" >"$work/config.toml"
containerd --config "$work/config.toml" >"$work/log" 2>&1 & daemon=$!
within() { # within SECONDS COMMAND…: repeats until it succeeds
  local end=$((SECONDS + $1)); shift
  until "$@"; do ((SECONDS < end)) || return 1; sleep 0.1; done
}
serves() { ctr version >/dev/null 2>&1; }
ctr() { command ctr --address "$work/sock" -n "$space" "$@"; }
within 60 serves || fail "containerd does not come up: $(tail -n 5 "$work/log")"
# The native snapshotter works on every file system that a test may run on.
for image in pause sample-web-1 sample-web-2; do ctr images import --snapshotter native "$images/$image.tar" >/dev/null; done
[[ $(ctr images list -q | sort | xargs) == 'armillary.dev/pause:1 armillary.dev/sample-web:1 armillary.dev/sample-web:2' ]] ||
  fail "names: $(ctr images list -q)"
echo 'ok    containerd imports the images'

# Told again and again: the kernel passes over a signal to the first process of a container that has no handler for it yet.
ended() { ctr task kill -s SIGTERM "$1" 2>/dev/null; [[ $(ctr task list | awk -v n="$1" '$1 == n {print $3}') != RUNNING ]]; }
answers() { ctr task exec --exec-id "get$RANDOM" "$1" wget -qO- -T 2 http://127.0.0.1:8080/ >"$work/out" 2>/dev/null; }
run() { ctr run --rm --snapshotter native "$@"; }
run armillary.dev/sample-web:2 tools /bin/sh -c 'for t in cat env hostname kill sleep wget nslookup; do command -v $t || exit 1; done' >/dev/null ||
  fail 'a tool is missing'
[[ $(run armillary.dev/sample-web:2 version /bin/cat /etc/sample-web/version) == 2 ]] || fail 'version'
echo 'ok    the shell and its tools run'

for image in pause:1 sample-web:1; do
  name=${image%:*}
  ctr run -d --snapshotter native "armillary.dev/$image" "$name"
  if [[ $name == sample-web ]]; then
    within 60 answers "$name" && grep -q version=1 "$work/out" || fail 'GET /'
  fi
  within 60 ended "$name" || fail "$name does not end when it is told to"
  echo "ok    $name ends when it is told to"
  ctr task delete "$name" >/dev/null 2>&1 || true; ctr container delete "$name"
done
