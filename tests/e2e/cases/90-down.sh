check 'a namespace goes with all that is in it' bash -c 'kubectl create namespace tmp && kubectl -n tmp create deployment a --image=armillary.dev/sample-web:1 && kubectl -n tmp rollout status deployment/a --timeout=40s && kubectl delete namespace tmp --timeout=60s && ! kubectl get namespace tmp'
check 'down --purge' timeout 90 "$bin/armillaryctl" down --purge --data-dir "$data"
check 'leaves no process' not pgrep -af -- "$data"
check 'no mount' bash -c "! grep -q -- '$data' /proc/mounts"
check 'no table' bash -c "! nft list tables | grep -qi armillary"
check 'no interface' bash -c "! ip -o link | grep -qiE 'armillary|cni0'"
check 'no cgroup' bash -c "! find /sys/fs/cgroup -maxdepth 3 -type d -name '*armillary*' | grep -q ."
check 'no network namespace' bash -c "! find '$data' -type f 2>/dev/null | grep -q ."
