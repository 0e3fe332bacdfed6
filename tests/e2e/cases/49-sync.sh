# An Application with real git and real containers: hooks and waves in order, a fall in the middle of a hook, pushes to a bare
# repository, pruning, drift, a hook that fails, and the end of it all.
if ! command -v git >/dev/null; then check 'git is installed' false; return; fi
repo=$work/sync-repo bare=$work/sync-bare.git
application() { kubectl get application sync -n argocd -o jsonpath="$1" 2>/dev/null; }
stands() { [[ $(application '{.status.sync.status}/{.status.health.status}') == "$1" ]]; }
says() { application "$1" | grep -qF -- "$2"; }
push() { git -C "$repo" add -A && git -C "$repo" -c user.name=t -c user.email=t@example.org commit -qm x && git -C "$repo" push -q "$bare" main; }
# The sample image has no program that ends: the hooks' is this machine's.
loader=$(realpath "$(ldd /bin/sleep | grep -oE '/[^ ]*ld-linux[^ ]*' | tail -n 1)")
libraries=$(dirname "$(realpath "$(ldd /bin/sleep | grep -oE '/[^ ]*libc\.so[^ ]*')")")
job() { # job NAME PHASE PROGRAM [ARGUMENT]
  cat <<Y
apiVersion: batch/v1
kind: Job
metadata: {name: $1, annotations: {argocd.argoproj.io/hook: $2}}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      volumes: [{name: host, hostPath: {path: /usr}}]
      containers:
      - name: c
        image: "$image"
        command: ["/host${loader#/usr}", --library-path, "/host${libraries#/usr}", "/host/bin/$3"${4:+, "$4"}]
        volumeMounts: [{name: host, mountPath: /host, readOnly: true}]
Y
}
map() { # map NAME WAVE VALUE
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, annotations: {argocd.argoproj.io/sync-wave: "%s"}}\ndata: {k: "%s"}\n' "$@"
}
has() { [[ $(kubectl get configmap "$1" -n sync -o jsonpath='{.data.k}' 2>/dev/null) == "$2" ]]; }
made() { date -d "$(kubectl get "$1" -n sync -o jsonpath='{.metadata.creationTimestamp}')" +%s; }
inOrder() { # inOrder OBJECT…: each was made after the one before
  local last=0 now each
  for each; do now=$(made "$each"); echo "$each $now"; ((now > last)) || return 1; last=$now; done
}

rm -rf "$repo" "$bare"; git init -q --bare -b main "$bare"; git init -q -b main "$repo"; mkdir -p "$repo/app"
after kubectl delete namespace sync argocd --ignore-not-found --wait=false
after kubectl delete application sync -n argocd --ignore-not-found
job before PreSync sleep 8s >"$repo/app/before.yaml"; job afterwards PostSync true >"$repo/app/afterwards.yaml"
map first -1 1 >"$repo/app/first.yaml"; map last 2 1 >"$repo/app/last.yaml"
cat >"$repo/app/web.yaml" <<Y
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "$image"}]}
Y
check 'a repository is pushed' push
check "Argo CD's kinds are served" within 20 kubectl get applications.argoproj.io -A
kubectl create namespace argocd >/dev/null 2>&1
check 'an Application is taken' applyText "
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: sync, namespace: argocd}
spec:
  project: default
  source: {repoURL: 'file://$bare', path: app, targetRevision: main}
  destination: {server: 'https://kubernetes.default.svc', namespace: sync}
  syncPolicy: {automated: {prune: true, selfHeal: true}, retry: {limit: 0}, syncOptions: [CreateNamespace=true]}"
check 'its first hook runs' within 30 kubectl get job before -n sync
before=$(kubectl get job before -n sync -o jsonpath='{.metadata.uid}')
kill -9 "$(cat "$data/run/armillaryd.pid")"
check 'up after the control plane was killed' timeout 180 "$bin/armillaryctl" up --data-dir "$data" --listen "127.0.0.1:$port"
check 'it goes on, and all is well' within 90 stands Synced/Healthy
check 'the operation is over' within 60 says '{.status.operationState.phase}' Succeeded
check 'it came in order' inOrder job/before configmap/first deployment/web configmap/last job/afterwards
check 'the hook ran once' test "$(kubectl get job before -n sync -o jsonpath='{.metadata.uid}')" = "$before"
check 'and that was one operation' test "$(application '{.status.history[*].id}')" = 0

job before PreSync true >"$repo/app/before.yaml"; map first -1 2 >"$repo/app/first.yaml"
check 'another commit is pushed' push
check 'and is there' within 30 has first 2
rm "$repo/app/last.yaml"; push
check 'what has left is pruned' within 40 not kubectl get configmap last -n sync
check 'and all is well again' within 60 stands Synced/Healthy
kubectl delete deployment web -n sync --wait=false >/dev/null
check 'what was deleted is made again' within 30 kubectl get deployment web -n sync

job before PreSync false >"$repo/app/before.yaml"; map first -1 3 >"$repo/app/first.yaml"; push
check 'a hook that fails ends it' within 60 says '{.status.conditions[*].message}' 'Failed last sync attempt'
check 'and nothing else was changed' has first 2
kubectl patch application sync -n argocd --type merge -p '{"metadata":{"finalizers":["resources-finalizer.argocd.argoproj.io"]}}' >/dev/null
check 'it goes, and takes along what it had' kubectl delete application sync -n argocd --timeout=60s
check 'which is gone' not kubectl get deployment web -n sync
