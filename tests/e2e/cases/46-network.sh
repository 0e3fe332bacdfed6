kubectl create deployment back --image=armillary.dev/sample-web:1 --port=8080 >/dev/null
kubectl rollout status deployment/back --timeout=120s >/dev/null
node=$(kubectl get node -o 'jsonpath={.items[0].status.addresses[0].address}')
kubectl expose deployment back --type=LoadBalancer --port=8088 --target-port=8080 >/dev/null
check 'a load balancer gets the address of the node' within 90 bash -c "[[ \$(kubectl get service back -o 'jsonpath={.status.loadBalancer.ingress[0].ip}') == $node ]]"
check 'and answers there' within 90 bash -c "curl -sf -m 2 http://$node:8088/ | grep -q version=1"
kubectl patch service back -p '{"spec":{"externalTrafficPolicy":"Local"}}' >/dev/null
check 'a local one tells its health on a port of its own' within 90 bash -c "curl -sf -m 2 http://$node:\$(kubectl get service back -o 'jsonpath={.spec.healthCheckNodePort}')/ | grep -q '\"localEndpoints\": 1'"
kubectl patch service back -p '{"spec":{"type":"ClusterIP"}}' >/dev/null
check 'it gives the address back with its type' within 90 bash -c "[[ -z \$(kubectl get service back -o 'jsonpath={.status.loadBalancer.ingress}') ]] && ! curl -sf -m 1 http://$node:8088/"

kubectl run client --image=armillary.dev/sample-web:1 --labels=role=client >/dev/null
kubectl run stranger --image=armillary.dev/sample-web:1 --labels=role=stranger >/dev/null
kubectl wait pod/client pod/stranger --for=condition=Ready --timeout=120s >/dev/null
from() { kubectl exec "$1" -- wget -qO- -T 2 "http://${2:-back:8088}/" >/dev/null 2>&1; }
check 'without a policy everybody gets through' within 90 from stranger
applyText '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"back"},"spec":{"podSelector":{"matchLabels":{"app":"back"}},"ingress":[{"from":[{"podSelector":{"matchLabels":{"role":"client"}}}],"ports":[{"port":8080}]}]}}' >/dev/null
check 'a policy shuts strangers out' within 90 not from stranger
check 'and lets those in that it names' within 90 from client
check 'the node itself still gets in' within 30 bash -c "curl -sf -m 2 http://\$(kubectl get pods -l app=back -o 'jsonpath={.items[0].status.podIP}'):8080/ >/dev/null"
applyText '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"quiet"},"spec":{"podSelector":{"matchLabels":{"role":"client"}},"policyTypes":["Egress"],"egress":[]}}' >/dev/null
check 'a policy for what leaves' within 90 not from client
kubectl delete networkpolicy back quiet >/dev/null
check 'without them all is as before' within 90 bash -c "kubectl exec client -- wget -qO- -T 2 http://back:8088/ && kubectl exec stranger -- wget -qO- -T 2 http://back:8088/"

token=$(kubectl create token default)
endpoint=https://$node:$(kubectl get node -o 'jsonpath={.items[0].status.daemonEndpoints.kubeletEndpoint.Port}')
check 'the agent asks who wants its metrics' bash -c "[[ \$(curl -sk -o /dev/null -w '%{http_code}' $endpoint/metrics/resource)\$(curl -sk -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer $token' $endpoint/metrics/resource) == 401403 ]]"
kubectl create clusterrole metrics-reader --verb=get --resource=nodes/metrics >/dev/null
kubectl create clusterrolebinding metrics-reader --clusterrole=metrics-reader --serviceaccount=default:default >/dev/null
check 'and gives them to those who may' within 90 bash -c "curl -sk -H 'Authorization: Bearer $token' $endpoint/metrics/resource | grep -q '^node_memory_working_set_bytes'"
check 'the summary names pods' within 90 bash -c "kubectl get --raw /api/v1/nodes/\$(kubectl get node -o 'jsonpath={.items[0].metadata.name}')/proxy/stats/summary | grep -q '\"name\":\"client\"'"
kubectl delete deployment/back service/back pod/client pod/stranger --wait=false >/dev/null
