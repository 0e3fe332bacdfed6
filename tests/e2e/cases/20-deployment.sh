running() { kubectl get pods -l app=web --field-selector status.phase=Running -o name | sed 's,pod/,,'; }
check 'a deployment is created' kubectl create deployment web --image=armillary.dev/sample-web:1 --replicas=3 --port=8080
check 'its rollout completes' kubectl rollout status deployment/web --timeout=120s
check 'each pod has an address of its own' bash -c "[[ \$(kubectl get pods -l app=web -o jsonpath='{range .items[*]}{.status.podIP}{\"\n\"}{end}' | sort -u | grep -c .) == 3 ]]"
pod=$(running | head -1)
check 'logs come' within 10 bash -c "kubectl logs '$pod' | grep -q ."
check 'exec runs in the pod' bash -c "[[ \$(kubectl exec '$pod' -- hostname) == '$pod' ]]"
check 'exec hands back the exit code' bash -c "kubectl exec '$pod' -- sh -c 'exit 7'; [[ \$? == 7 ]]"
check 'exec -i sees the end of its input' bash -c "[[ \$(echo hello | timeout 20 kubectl exec -i '$pod' -- cat) == hello ]]"
check 'exec carries a large output whole' bash -c "[[ \$(kubectl exec '$pod' -- sh -c 'dd if=/dev/zero bs=1024 count=8192 2>/dev/null' | wc -c) == 8388608 ]]"
check 'the older transport works too' bash -c "KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false kubectl exec '$pod' -- hostname | grep -qx '$pod'"
check 'a service is exposed' kubectl expose deployment web --port=80 --target-port=8080
ip=$(kubectl get service web -o jsonpath='{.spec.clusterIP}')
check 'it answers on the node' within 30 bash -c "curl -sf -m 2 http://$ip/ | grep -q version=1"
check 'its name answers in a pod' within 30 bash -c "kubectl exec '$pod' -- wget -qO- -T 3 http://web.default.svc.cluster.local/ | grep -q version=1"
check 'its short name answers too' within 30 bash -c "kubectl exec '$pod' -- wget -qO- -T 3 http://web/ | grep -q version=1"
check 'requests reach all three pods' within 30 bash -c "[[ \$(for i in \$(seq 60); do curl -sf -m 2 http://$ip/; echo; done | grep -oE 'web-[a-z0-9]+-[a-z0-9]+' | sort -u | wc -l) == 3 ]]"
forwarded=$(freePort)
kubectl port-forward service/web "$forwarded:80" >"$work/forward" 2>&1 & forward=$!
background+=("$forward")
check 'port-forward carries requests' within 30 bash -c "curl -sf -m 2 http://127.0.0.1:$forwarded/ | grep -q version=1"
kill "$forward" 2>/dev/null; wait "$forward" 2>/dev/null
check 'a node port is given' kubectl expose deployment web --name=web-node --type=NodePort --port=80 --target-port=8080
check 'and answers' within 30 bash -c "curl -sf -m 3 http://\$(kubectl get node -o jsonpath='{.items[0].status.addresses[0].address}'):\$(kubectl get service web-node -o jsonpath='{.spec.ports[0].nodePort}')/ | grep -q version=1"

kubectl exec "$pod" -- kill 1 >/dev/null 2>&1
check 'a container that dies is restarted' within 90 bash -c "[[ \$(kubectl get pod '$pod' -o jsonpath='{.status.containerStatuses[0].restartCount}{.status.containerStatuses[0].ready}') == 1true ]]"
check 'its previous log is kept' within 10 bash -c "kubectl logs --previous '$pod' >/dev/null"
kubectl delete pod "$pod" --wait=false >/dev/null
check 'a pod that is deleted is replaced' within 90 bash -c "[[ \$(kubectl get pods -l app=web --no-headers | grep -c ' 1/1 *Running') == 3 ]] && ! kubectl get pod '$pod'"
check 'scaling up' bash -c 'kubectl scale deployment web --replicas=6 && kubectl rollout status deployment/web --timeout=90s'
kubectl scale deployment web --replicas=3 >/dev/null
check 'scaling down' within 90 bash -c "[[ \$(kubectl get pods -l app=web --no-headers | wc -l) == 3 ]]"
