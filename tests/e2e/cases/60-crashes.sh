# Each process is killed in turn; containers and services go on, and everything finds together again.
containers() { kubectl get pods -l 'app in (web, reader)' -o jsonpath='{range .items[*]}{.metadata.name}={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}{"\n"}{end}' | sort; }
same() { containers >"$work/after" && diff "$work/before" "$work/after"; }
heard() { kubectl get lease -n kube-node-lease "$node" -o jsonpath='{.spec.renewTime}'; }
heardAgain() { local now; now=$(heard) && [[ $now > $1 ]]; } # the agent has spoken since
up() { timeout 180 "$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$port"; }
settled() { ! kubectl get pods -l 'app in (web, reader)' --no-headers | grep -vE ' 1/1 +Running '; }
check 'a deployment behind a service' bringWeb
check 'a pod' bringReader
node=$(kubectl get node -l '!armillary.dev/simulated' -o jsonpath='{.items[0].metadata.name}')
check 'all that belongs to them runs' within 90 settled
containers >"$work/before"

last=$(heard)
kill -9 "$(cat "$data/run/armillaryd.pid")"
check 'up after the control plane was killed' up
check 'it hears from the agent' within 90 heardAgain "$last"
check 'every container is still the same' within 30 same
check 'the service never moved' within 30 bash -c "curl -sf -m 3 http://$ip/ | grep -q version="

last=$(heard)
agent=$(cat "$data/run/armillary-node.pid")
kill -9 "$agent"
check 'the agent is gone' within 30 not test -e "/proc/$agent"
check 'up after the agent was killed' up
check 'it speaks again' within 90 heardAgain "$last"
check 'exec goes through it' within 60 kubectl exec reader -- hostname
check 'containers survived the agent' within 30 same

runtime=$(pgrep -f "containerd .*$data" | head -1)
check 'containerd was found' test -n "$runtime"
[[ -z $runtime ]] || kill -9 "$runtime"
check 'it is back after it was killed' within 90 kubectl exec reader -- hostname
check 'and the node is Ready' kubectl wait "node/$node" --for=condition=Ready --timeout=90s
check 'containers survived containerd' within 30 same
check 'and the cluster still works' bash -c 'kubectl rollout restart deployment/web && kubectl rollout status deployment/web --timeout=180s'
