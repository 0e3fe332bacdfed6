check 'up again changes nothing' timeout 60 "$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$port"
check 'status names the node' bash -c "'$bin/armillaryctl' status --data-dir '$data' | grep -q Ready"
check 'the server is v1.32' bash -c "kubectl version -o json | grep -q '\"gitVersion\": \"v1\.32'"
check 'readyz says ok' bash -c '[[ $(kubectl get --raw /readyz) == ok ]]'
check 'the node names its runtime' bash -c "kubectl get nodes -o wide | grep -qE ' Ready .*containerd://'"
check 'the system namespaces are there' kubectl get namespace default kube-system kube-public kube-node-lease
check 'discovery names every stable group' bash -c 'for group in apps batch autoscaling networking.k8s.io policy rbac.authorization.k8s.io coordination.k8s.io discovery.k8s.io storage.k8s.io apiextensions.k8s.io; do kubectl api-versions | grep -q "^$group/" || { echo "$group"; exit 1; }; done'
check 'explain reads a nested field' bash -c "kubectl explain pod.spec.containers.readinessProbe | grep -qi 'ready'"
check 'a second control plane on the same data is refused' refusedWith 'already running' timeout 60 "$bin/armillaryd" --data-dir "$data" --listen "127.0.0.1:$(freePort)"
check 'a taken port is named' refusedWith "$port" timeout 60 "$bin/armillaryd" --data-dir "$work/other" --listen "127.0.0.1:$port"
rm -rf "$work/other"
