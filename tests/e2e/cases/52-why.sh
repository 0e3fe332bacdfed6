why() { "$bin/armillaryctl" why "$@" --data-dir "$data"; }
saysFirst() { # saysFirst ID TEXT OBJECT…: the likeliest cause has this id, and the answer holds TEXT
  local id=$1 text=$2 answer; shift 2
  answer=$(why "$@" -o json) || return 1
  printf '%s\n' "$answer"
  [[ $answer == *'"statements":[{"id":"'"$id"'"'* ]] && grep -qE -- "$text" <<<"$answer"
}
kubectl create namespace why >/dev/null
after kubectl delete namespace why --wait=false
applyText "
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Pod, metadata: {name: good, namespace: why, labels: {app: good}}, spec: {containers: [{name: c, image: '$image', ports: [{name: http, containerPort: 8080}]}]}}
- {apiVersion: v1, kind: Secret, metadata: {name: pass, namespace: why}, stringData: {word: hunter2-of-all}}
- {apiVersion: v1, kind: Pod, metadata: {name: crash, namespace: why}, spec: {containers: [{name: c, image: '$image', env: [{name: P, valueFrom: {secretKeyRef: {name: pass, key: word}}}], command: [sh, -c, 'echo cannot log in with \$P; exit 3']}]}}
- {apiVersion: v1, kind: Pod, metadata: {name: oom, namespace: why}, spec: {containers: [{name: c, image: '$image', command: [sh, -c, 'a=xxxxxxxxxxxxxxxx; while :; do a=\$a\$a; done'], resources: {limits: {memory: 24Mi}}}]}}
- {apiVersion: v1, kind: Pod, metadata: {name: killed, namespace: why}, spec: {containers: [{name: c, image: '$image', livenessProbe: {httpGet: {path: /, port: 8089}, periodSeconds: 1, failureThreshold: 1}}]}}
- {apiVersion: v1, kind: Pod, metadata: {name: nokey, namespace: why}, spec: {containers: [{name: c, image: '$image', env: [{name: P, valueFrom: {secretKeyRef: {name: pass, key: wrod}}}]}]}}
- {apiVersion: v1, kind: Pod, metadata: {name: picky, namespace: why}, spec: {nodeSelector: {disk: ssd}, containers: [{name: c, image: '$image'}]}}
- {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: why}, spec: {storageClassName: stadnard, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}
- {apiVersion: v1, kind: Service, metadata: {name: typo, namespace: why}, spec: {selector: {app: goood}, ports: [{port: 80}]}}
- {apiVersion: v1, kind: Service, metadata: {name: deaf, namespace: why}, spec: {selector: {app: good}, ports: [{port: 80, targetPort: 8099}]}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: robots, namespace: why}, spec: {replicas: 2, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {serviceAccountName: robot, containers: [{name: c, image: '$image'}]}}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: held, namespace: why, finalizers: [example.org/never]}}
" >/dev/null
after kubectl -n why patch configmap held --type=json -p '[{"op": "remove", "path": "/metadata/finalizers"}]'
kubectl -n why delete configmap held --wait=false >/dev/null
check 'why: a pod that runs is fine' within 60 saysFirst fine 'ready' pod/good -n why
check 'why: a crash, with exit code and last words' within 60 saysFirst crash 'exit code 3.*cannot log in' po/crash -n why
check 'why: no value of a secret, whoever logs it' bash -c "! '$bin/armillaryctl' why pod/crash -n why -o json --data-dir '$data' | grep -q hunter2"
check 'why: out of memory, with the limit' within 90 saysFirst oom '24Mi' pod/oom -n why
check 'why: killed by its liveness probe, with the answer' within 60 saysFirst crash 'liveness probe.*connection refused' pod/killed -n why
check 'why: a key that a secret lacks, and the one that was meant' within 30 saysFirst missing-reference 'Did you mean word' pod/nokey -n why
check 'why: a label that no node has' within 30 saysFirst unschedulable 'disk=ssd' pod/picky -n why
check 'why: a class that is not there, and the one that was meant' within 30 saysFirst unbound-claim 'did you mean standard' pvc/data -n why
check 'why: a service that selects nothing' within 30 saysFirst no-endpoints 'app=good' svc/typo -n why
check 'why: a port that nobody listens on' within 30 saysFirst no-endpoints '8099' svc/deaf -n why
check 'why: a deployment whose account is missing' within 30 saysFirst missing-reference 'ServiceAccount robot' deploy/robots -n why
check 'why: a finalizer that holds' saysFirst finalizer 'example.org/never' cm/held -n why
check 'why: an object that is not there is named' refusedWith 'nobody' why pod/nobody -n why
check 'why: a kind that nobody has is named' refusedWith 'gizmo' why gizmo/x -n why
check 'why: the text form is short' bash -c "[[ \$('$bin/armillaryctl' why pod/killed -n why --data-dir '$data' | wc -l) -le 12 ]]"
dev=$work/why-dev.kubeconfig
cp "$KUBECONFIG" "$dev"
kubectl -n why create serviceaccount dev >/dev/null
kubectl -n why create role dev --verb=get --resource=pods >/dev/null
kubectl -n why create rolebinding dev --role=dev --serviceaccount=why:dev >/dev/null
kubectl --kubeconfig "$dev" config set-credentials dev --token="$(kubectl -n why create token dev)" >/dev/null
kubectl --kubeconfig "$dev" config set-context dev --cluster=armillary --user=dev >/dev/null
check 'why: without rights it says so, and answers all the same' bash -c "'$bin/armillaryctl' why pod/crash -n why --kubeconfig '$dev' --context dev | tee '$work/dev' && grep -q 'exit code 3' '$work/dev' && grep -q 'no permission for events' '$work/dev'"
check 'why: what may not be read at all is refused' refusedWith 'forbidden' "$bin/armillaryctl" why svc/typo -n why --kubeconfig "$dev" --context dev
