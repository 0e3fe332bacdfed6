# A node's condition outlives the agent that wrote it: up believes the one that runs.
place=$work/dead; ctl=$bin/armillaryctl
afterwards+=("'$ctl' down --purge --data-dir '$place'")
check 'a cluster comes up' timeout 120 "$ctl" up --data-dir "$place" --listen 127.0.0.1:0
check 'its token was in no argument vector that the log or a process shows' bash -c "! pgrep -af -- '--token [a-z0-9]{6}\.'"
kill -9 "$(cat "$place/run/armillary-node.pid")"
mv "$place/node/pki/ca.crt" "$place/node/pki/aside"
check 'an agent that ends at its start is said to, with its last words' refusedWith 'the node agent has ended: armillary-node: cannot read' timeout 60 "$ctl" up --data-dir "$place"
mv "$place/node/pki/aside" "$place/node/pki/ca.crt"
check 'one that lives is waited for' bash -c "timeout 60 '$ctl' up --data-dir '$place' | grep 'node is Ready'"
check 'the control plane moves, and the node with it' bash -c "'$ctl' down --data-dir '$place' && timeout 60 '$ctl' up --data-dir '$place' --listen 127.0.0.1:$((port + 15)) | grep 'node is Ready' && grep -q ':$((port + 15))' '$place/node/node.json'"
check 'and stays there, unless told otherwise' bash -c "'$ctl' down --data-dir '$place' && timeout 60 '$ctl' up --data-dir '$place' | grep 'up at https://127.0.0.1:$((port + 15))'"
# Port 0 is any free port: the one of last time while it is free, and another one then.
check 'port 0 takes a free port' bash -c "'$ctl' down --data-dir '$place' && timeout 60 '$ctl' up --data-dir '$place' --listen 127.0.0.1:0 | grep 'node is Ready'"
kept=$(grep -o '127.0.0.1:[0-9]*' "$place/admin.kubeconfig")
check 'the same the next time' bash -c "'$ctl' down --data-dir '$place' && timeout 60 '$ctl' up --data-dir '$place' --listen 127.0.0.1:0 | grep 'up at https://$kept '"
"$ctl" down --data-dir "$place" >/dev/null
socat "TCP-LISTEN:${kept#*:},bind=127.0.0.1,reuseaddr,fork" PIPE & background+=($!)
check 'another one when somebody else has it, and the node follows' bash -c "timeout 60 '$ctl' up --data-dir '$place' --listen 127.0.0.1:0 | grep 'node is Ready' && ! grep -q '$kept\$' '$place/admin.kubeconfig'"
check 'down --purge' timeout 90 "$ctl" down --purge --data-dir "$place"
check 'leaves no folder' test ! -e "$place"
