check 'a deployment to refuse changes of' bringWeb
check 'an unknown field is named' refusedWith 'spec.replicaz' applyText '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": {"replicaz": 1, "selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}}'
check 'a bad name is refused' refusedWith 'RFC 1123' kubectl create configmap Bad_Name
check 'a wrong type is refused' not kubectl patch deployment web --type merge -p '{"spec":{"replicas":"three"}}'
check 'selector and labels must agree' refusedWith 'selector' applyText '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "c"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}}'
check 'nothing of it was stored' not kubectl get deployment x
kubectl get configmap settings >/dev/null 2>&1 || kubectl create configmap settings --from-literal=a=1 >/dev/null
check 'a stale write is a conflict' refusedWith 'has been modified' bash -c "kubectl get configmap settings -o json >'$work/old.json' && kubectl label --overwrite configmap settings touched=\$RANDOM >/dev/null && kubectl replace -f '$work/old.json'"
check 'a pod that fits nowhere says why' bash -c "kubectl run giant --image=armillary.dev/sample-web:1 --overrides='{\"spec\":{\"containers\":[{\"name\":\"giant\",\"image\":\"armillary.dev/sample-web:1\",\"resources\":{\"requests\":{\"cpu\":\"1000\"}}}]}}' >/dev/null; for i in \$(seq 200); do kubectl describe pod giant | grep -q 'Insufficient cpu' && exit 0; sleep 0.2; done; exit 1"
kubectl run ghost --image=armillary.dev/no-such-image:1 >/dev/null 2>&1
check 'a missing image says so' within 90 bash -c "kubectl get pod ghost --no-headers | grep -qE 'ErrImagePull|ImagePullBackOff'"
kubectl delete pod giant ghost --wait=false >/dev/null 2>&1
server=https://127.0.0.1:$port
check 'anonymous is refused' bash -c "curl -sk -o /dev/null -w '%{http_code}' $server/api/v1/secrets | grep -qE '^(401|403)$'"
check 'a wrong token is refused' bash -c "curl -sk -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer nonsense' $server/api/v1/secrets | grep -qx 401"
check 'a service account has no rights by default' bash -c "t=\$(kubectl create token default) && curl -sk -o /dev/null -w '%{http_code}' -H \"Authorization: Bearer \$t\" $server/api/v1/namespaces/default/secrets | grep -qx 403"
check 'and gets those that it is given' bash -c "kubectl create rolebinding viewer --clusterrole=view --serviceaccount=default:default >/dev/null && kubectl auth can-i list pods --as=system:serviceaccount:default:default && ! kubectl auth can-i list secrets --as=system:serviceaccount:default:default"
check 'an oversized body is refused' bash -c "head -c 8000000 /dev/zero | tr '\0' a >'$work/big'; ! kubectl create configmap big --from-file='$work/big'"
