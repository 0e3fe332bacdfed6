# Another node on the same machine: a multi-node cluster without virtual machines.
check 'a deployment behind a service' bringWeb
node2=$work/node2
after rm -rf "$node2"
after "$bin/armillary-node" reset --data-dir "$node2"
after kubectl delete node node-2 --wait=false
join=$("$bin/armillaryctl" token create --data-dir "$data" | tail -n 1)
check 'a second node joins on this machine' "$bin"/${join} --data-dir "$node2" --node-name node-2
"$bin/armillary-node" run --data-dir "$node2" >"$work/node2.log" 2>&1 & background+=($!)
check 'and is Ready' within 90 kubectl wait node/node-2 --for=condition=Ready --timeout=10s
kubectl create deployment spread --image=armillary.dev/sample-web:1 --port=8080 --replicas=4 >/dev/null
kubectl expose deployment spread --port=80 --target-port=8080 >/dev/null
check 'pods run' kubectl rollout status deployment/spread --timeout=120s
check 'on both nodes' bash -c "[[ \$(kubectl get pods -l app=spread -o jsonpath='{range .items[*]}{.spec.nodeName}{\"\n\"}{end}' | sort -u | wc -l) == 2 ]]"
everyPod() { # everyPod COMMAND…: in each pod of the deployment
  local pod
  for pod in $(kubectl get pods -l app=spread -o name); do kubectl exec "$pod" -- "$@" || return 1; done
}
check 'exec reaches both' within 60 everyPod hostname
check 'every pod reaches the service, by name' within 60 everyPod sh -c 'for i in 1 2 3 4 5 6; do wget -qO- -T 2 http://spread/ || exit 1; done'
there=$(kubectl get pods -l app=spread --field-selector spec.nodeName=node-2 -o jsonpath='{.items[0].status.podIP}')
from=$(kubectl get pods -l app=spread --field-selector spec.nodeName!=node-2 -o jsonpath='{.items[0].metadata.name}')
check 'pods of one node see those of the other under their own addresses' within 60 bash -c "kubectl exec $from -- wget -qO- -T 2 http://$there:8080/ | grep -q version=1"
kubectl delete deployment,service spread --wait=false >/dev/null
check 'the node drains and leaves' bash -c "kubectl drain node-2 --ignore-daemonsets --force --delete-emptydir-data --timeout=90s && kubectl delete node node-2"
check 'reset removes it alone' bash -c "'$bin/armillary-node' reset --data-dir '$node2' && kubectl get nodes --no-headers | grep -q ' Ready' && curl -sf -m 2 http://$ip/ >/dev/null"
