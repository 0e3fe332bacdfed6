# The cluster that the cases share.
check 'up brings a Ready node' timeout 180 "$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$port"
((failed == 0)) || return 0
podsCanRun || { failed=$((failed + 1)); return 0; }
check 'a pod is taken' within 30 kubectl run probe --image=$image --restart=Never --command -- true
check 'and runs' kubectl wait pod/probe --for=jsonpath='{.status.phase}'=Succeeded --timeout=90s
kubectl delete pod probe --wait=false >/dev/null
