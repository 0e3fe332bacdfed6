# Whose a data directory is, and that it is one whichever way it is spelled.
place=$work/folders; mkdir -p "$place/never/node" "$place/mixed"
ctl=$bin/armillaryctl
afterwards+=("'$ctl' down --purge --data-dir '$place/c'")
echo precious >"$place/never/node/notes.txt"; echo precious >"$place/mixed/notes.txt"
check 'a folder that never was ours is not purged' refusedWith 'is not an Armillary data directory' "$ctl" down --purge --data-dir "$place/never"
check 'nor reset' refusedWith 'is not an Armillary data directory' "$bin/armillary-node" reset --data-dir "$place/never"
check 'and stays as it is' grep -q precious "$place/never/node/notes.txt"
check 'up into it is refused' refusedWith 'not empty; choose an empty or a new folder' "$ctl" up --nodes none --data-dir "$place/mixed" --listen 127.0.0.1:0
check 'so is a control plane' refusedWith 'not empty; choose an empty or a new folder' timeout 20 "$bin/armillaryd" --data-dir "$place/mixed" --listen 127.0.0.1:0
check 'nothing was made there' bash -c "[[ \$(ls -A '$place/mixed') == notes.txt ]]"

ln -s "$place" "$place/link"
check 'a cluster comes up in a folder with a slash at its end, behind a link' timeout 120 "$ctl" up --data-dir "$place/link/c/" --listen 127.0.0.1:0
folders() { KUBECONFIG=$place/c/admin.kubeconfig kubectl "$@"; }
folders run t --image=armillary.dev/sample-web:1 >/dev/null
check 'a pod runs' folders wait pod/t --for=condition=Ready --timeout=60s
check 'up finds it under another name' bash -c "cd '$place/never' && timeout 60 '$ctl' up --data-dir ../c --listen 127.0.0.1:0 | grep 'agent is running'"
echo mine >"$place/c/notes.txt"
check 'so does down --purge' timeout 90 "$ctl" down --purge --data-dir "$place/never/../c"
check 'what was not made stays, alone' bash -c "[[ \$(ls -A '$place/c') == notes.txt ]]"
check 'no process is left' not pgrep -af -- "$place"
check 'no mount' not grep -q -- "$place" /proc/mounts
rm -rf "$place"
