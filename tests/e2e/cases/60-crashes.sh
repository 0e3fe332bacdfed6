containers() { kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}={.status.containerStatuses[0].containerID}{"\n"}{end}' | grep containerd | sort; }
within 30 bash -c '! kubectl get pods --no-headers | grep -q Terminating'
containers >"$work/before"
kill -9 "$(cat "$data/run/armillaryd.pid")"
check 'up after the control plane was killed' timeout 60 "$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$port"
sleep 5; containers >"$work/after"
check 'every container is still the same' cmp "$work/before" "$work/after"
check 'the service never moved' bash -c "curl -sf -m 3 http://$ip/ | grep -q version="
kill -9 "$(cat "$data/run/armillary-node.pid")"; sleep 1
check 'up after the agent was killed' timeout 60 "$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$port"
sleep 5; containers >"$work/after"
check 'containers survived the agent' cmp "$work/before" "$work/after"
runtime=$(pgrep -f "containerd .*$data" | head -1)
check 'containerd was found' test -n "$runtime"
kill -9 "${runtime:-0}" 2>/dev/null
check 'the node is Ready again after containerd was killed' within 60 bash -c "sleep 2; kubectl get nodes --no-headers | grep -q ' Ready ' && kubectl exec reader -- hostname"
containers >"$work/after"
check 'containers survived containerd' cmp "$work/before" "$work/after"
check 'and the cluster still works' bash -c 'kubectl rollout restart deployment/web && kubectl rollout status deployment/web --timeout=110s'
