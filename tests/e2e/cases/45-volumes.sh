# Claims get folders on the node; data outlives pods, and goes with its claim.
database() { # database NAME: a pod that keeps its data in the claim
  cat <<Y
apiVersion: v1
kind: Pod
metadata: {name: $1}
spec:
  terminationGracePeriodSeconds: 1
  securityContext: {runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000}
  containers:
  - name: c
    image: armillary.dev/sample-web:1
    volumeMounts: [{name: d, mountPath: /data}]
  volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]
Y
}
folders() { find "$data/node/volumes" -mindepth 1 -maxdepth 1 | wc -l; }
check 'there is a default class' bash -c "kubectl get storageclass standard | grep -q '(default).*WaitForFirstConsumer'"
check 'a claim waits for its first pod' applyText '{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}'
check 'a pod with the claim runs' bash -c "$(declare -f database); database db | kubectl apply -f - && kubectl wait --for=condition=Ready pod/db --timeout=120s"
check 'the claim is bound' kubectl wait --for=jsonpath='{.status.phase}'=Bound pvc/data --timeout=60s
check 'the pod may write, as its group' kubectl exec db -- sh -c 'echo kept >/data/x && [ "$(stat -c %g /data/x)" = 2000 ]'
check 'the pod goes' kubectl delete pod db --timeout=60s
check 'another pod finds the data' bash -c "$(declare -f database); database db2 | kubectl apply -f - && kubectl wait --for=condition=Ready pod/db2 --timeout=120s && [[ \$(kubectl exec db2 -- cat /data/x) == kept ]]"
check 'a claim in use stays' bash -c 'kubectl delete pvc data --wait=false && kubectl get pvc data | grep Terminating && ! kubectl wait --for=delete pvc/data --timeout=3s && kubectl get pvc data | grep -q Terminating'
check 'it cannot grow' refusedWith 'must support resize' kubectl patch pvc data -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'
check 'with the last pod go claim, volume and folder' bash -c 'kubectl delete pod db2 --timeout=60s && kubectl wait --for=delete pvc/data --timeout=60s'
noFolders() { [[ $(folders) == 0 && -z $(kubectl get pv -o name) ]]; }
check 'nothing is left on the disk' within 90 noFolders
