check 'a namespace goes with all that is in it' bash -c 'kubectl create namespace tmp && kubectl -n tmp create deployment a --image=armillary.dev/sample-web:1 && kubectl -n tmp rollout status deployment/a --timeout=40s && kubectl delete namespace tmp --timeout=60s && ! kubectl get namespace tmp'
check 'no controller was refused what it is there for' bash -c "test -f '$data/log/armillaryd.log' && ! grep -E 'User \"system:(serviceaccount:kube-system:|kube-controller-manager)' '$data/log/armillaryd.log'"
check 'down --purge' timeout 90 "$bin/armillaryctl" down --purge --data-dir "$data"
check 'leaves no process' not pgrep -af -- "$data"
check 'no mount' bash -c "! grep -q -- '$data' /proc/mounts"
check 'no table' noTraceOf '^table'
check 'no interface' noTraceOf '^[^/ ]+$'
check 'no control group' noTraceOf '^/sys/fs/cgroup'
check 'no run folder' noTraceOf '^/run'
check 'no file' bash -c "! find '$data' -type f 2>/dev/null | grep -q ."
