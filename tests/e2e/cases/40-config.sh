manifest=$here/manifests/reader.yaml
check 'apply' kubectl apply -f "$manifest"
# kubectl says "configured" of the other two each time, here as anywhere: stringData is never read back, and a mount that
# the server has added makes it send the order of the mounts (kubernetes/kubernetes#87736 and #66450).
check 'apply again changes nothing' bash -c "versions() { kubectl get -f '$manifest' -o jsonpath='{.items[*].metadata.uid} {.items[*].data}'; }; before=\$(versions); kubectl apply -f '$manifest' | grep -q 'configmap/settings unchanged' && [[ \$(versions) == \"\$before\" ]]"
check 'diff is empty' kubectl diff -f "$manifest"
check 'the pod gets Ready' kubectl wait pod/reader --for=condition=Ready --timeout=120s
check 'environment from map, secret, field and resource' bash -c "kubectl exec reader -- sh -c 'echo \$COLOUR-\$token-\$NODE-\$LIMIT' | grep -qE '^blue-s3cret-.+-67108864'"
check 'files from map, secret and downward API' bash -c "[[ \$(kubectl exec reader -- cat /etc/conf/file.conf /etc/key/token) == \$'a=1\ns3cret' ]] && kubectl exec reader -- cat /about/labels | grep -q 'app=\"reader\"'"
check 'the init container ran first' bash -c "[[ \$(kubectl exec reader -- cat /scratch/first) == ready ]]"
check 'the service account token is mounted' bash -c "kubectl exec reader -- cat /var/run/secrets/kubernetes.io/serviceaccount/token | grep -qE '^ey'"
check 'limits reach the cgroup' bash -c "kubectl exec reader -- sh -c 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null' | grep -qx 67108864"
kubectl patch configmap settings --type merge -p '{"data":{"file.conf":"a=2\n"}}' >/dev/null
check 'a changed map reaches the running pod' within 90 bash -c "[[ \$(kubectl exec reader -- cat /etc/conf/file.conf) == a=2 ]]"
