check 'a namespace with a deployment' bash -c 'kubectl create namespace tmp && kubectl -n tmp create deployment a --image=armillary.dev/sample-web:1 && kubectl -n tmp rollout status deployment/a --timeout=120s'
check 'it goes with all that is in it' bash -c 'kubectl delete namespace tmp --timeout=120s && ! kubectl get namespace tmp'
