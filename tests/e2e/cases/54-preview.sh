# A preview that looks at what runs, and runs what changes: real git, real containers, real kills.
repo=$work/preview; rm -rf "$repo"; mkdir -p "$repo"/{shop,apps}; git -C "$repo" init -q -b main
export XDG_CACHE_HOME=$work/preview-cache
commit() { git -C "$repo" add -A && git -C "$repo" -c user.name=t -c user.email=t@example.org commit -qm x; }
preview() { "$bin/armillaryctl" gitops preview --repo "$repo" --base main --head worktree "$@"; }
runs() { preview --run --data-dir "$data" -o json "$@" >"$work/preview.json"; [[ $? == 10 ]] && cat "$work/preview.json"; }
told() { python3 -c "import json,sys; p=json.load(open('$work/preview.json')); sys.exit(not ($1))" || { cat "$work/preview.json"; return 1; }; }
left() { kubectl get namespaces,clusterroles,customresourcedefinitions -l armillary.dev/preview -o name; }
nothingLeft() { [[ -z $(left) ]]; }
cat >"$repo/apps/shop.yaml" <<'Y'
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  source: {repoURL: https://example.org/team/preview.git, path: shop, targetRevision: main}
  destination: {namespace: preview-case}
Y
cat >"$repo/shop/web.yaml" <<Y
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {argocd.argoproj.io/sync-wave: "1"}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {pool: production}
      containers: [{name: web, image: '$image', ports: [{containerPort: 8080}], env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: password}}}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {argocd.argoproj.io/hook: PreSync}}
spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: '$image', command: [sh, -c, 'exit 0']}]}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: preview-case-reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
Y
commit
sed -i "s/sample-web:1', ports/sample-web:2', ports/" "$repo/shop/web.yaml"
check 'preview: what changes runs, with hook, wave and placeholder' runs
check 'preview: it was healthy' told 'p["run"]["healthy"] and not p["run"]["problems"]'
check 'preview: what is other than in production is said' told 'all(any(w in n["message"] for n in p["run"]["notes"]) for w in ("Secret preview-case/db", "load balancer", "nodeSelector"))'
check 'preview: nothing is left of it' nothingLeft
check 'preview: nor was anything made beside it' not kubectl get namespace preview-case
sed -i "s/sample-web:2/no-such-image:9/" "$repo/shop/web.yaml"
check 'preview: an image that cannot be had ends it early' runs --timeout 120
check 'preview: and is named, with evidence and a next step' told 'not p["run"]["healthy"] and p["run"]["seconds"] < 60 and (lambda f: f["object"] == "Deployment preview-case/web" and "no-such-image:9" in f["statement"] and f["evidence"] and f["next"])(p["run"]["problems"][0])'
check 'preview: nothing is left of that either' nothingLeft
check 'preview: or the sample image stands in for it' runs --substitute-images
check 'preview: which runs, and is said' told 'p["run"]["healthy"] and any("stands in for armillary.dev/no-such-image:9" in n["message"] for n in p["run"]["notes"])'
git -C "$repo" checkout -q -- .
sed -i "s/exit 0'/exit 3'/; s/sample-web:1', ports/sample-web:2', ports/" "$repo/shop/web.yaml"
check 'preview: a hook that fails' runs
check 'preview: is told, and nothing after it was made' told 'not p["run"]["healthy"] and p["run"]["problems"][0]["object"] == "Job preview-case/migrate"'

# Somebody ends it in the middle.
sed -i "s/exit 3'/sleep 600'/" "$repo/shop/web.yaml"
inTheMiddle() {
  "$bin/armillaryctl" gitops preview --repo "$repo" --base main --head worktree --run --data-dir "$data" >"$work/out.preview" 2>&1 &
  killed=$!; within 30 bash -c "[[ -n \$(kubectl get pods -A -o name 2>/dev/null | grep migrate) ]]"
}
check 'preview: in the middle of it' inTheMiddle
check 'preview: Ctrl-C takes everything with it' bash -c "kill -INT $killed; for i in \$(seq 300); do kill -0 $killed 2>/dev/null || break; sleep 0.2; done; ! kill -0 $killed 2>/dev/null"
check 'preview: so that nothing is left' nothingLeft
check 'preview: in the middle of it again' inTheMiddle
check 'preview: what runs is no leftover' bash -c "'$bin/armillaryctl' gitops preview --clean --data-dir '$data' | grep -q 'nothing of an earlier preview'"
kill -9 "$killed"; wait "$killed" 2>/dev/null
check 'preview: a kill leaves something' not nothingLeft
check 'preview: that the next one takes away' "$bin/armillaryctl" gitops preview --clean --data-dir "$data"
check 'preview: wholly' nothingLeft

# What really runs, with rights to look and no others.
git -C "$repo" checkout -q -- .
kubectl create namespace preview-case >/dev/null; after kubectl delete namespace preview-case --wait=false
after kubectl delete clusterrole preview-case-reader; after kubectl delete clusterrolebinding preview-case-view
sed -i '/nodeSelector/d' "$repo/shop/web.yaml"; commit
kubectl apply -n preview-case -f "$repo/shop/web.yaml" >/dev/null
kubectl scale deployment web -n preview-case --replicas=4 >/dev/null
kubectl delete clusterrole preview-case-reader >/dev/null
kubectl -n preview-case create serviceaccount dev >/dev/null
kubectl create clusterrolebinding preview-case-view --clusterrole=view --serviceaccount=preview-case:dev >/dev/null
dev=$work/preview-dev.kubeconfig; cp "$KUBECONFIG" "$dev"
kubectl --kubeconfig "$dev" config set-credentials dev --token="$(kubectl -n preview-case create token dev)" >/dev/null
kubectl --kubeconfig "$dev" config set-context dev --cluster=armillary --user=dev >/dev/null
sed -i 's/sample-web:1/sample-web:2/' "$repo/shop/web.yaml"
looks() { preview --against dev --kubeconfig "$dev" -o json >"$work/preview.json"; [[ $? == 10 ]]; }
check 'preview: against what runs, with the rights to look' looks
check 'preview: drift is told, and who made it' told 'any(f["path"] == "spec.replicas" and f["from"] == 2 and f["to"] == 4 and f["by"]["kind"] == "person" for d in p["drift"] for f in d["fields"])'
check 'preview: it is judged by what runs' told 'any("4 of 4 pods" in i["message"] for o in p["objects"] for i in o["impact"])'
check 'preview: what may not be read is named' told 'any("ClusterRole.rbac.authorization.k8s.io objects" in n["message"] for n in p["notes"])'
check 'preview: a context that is not there is named' refusedWith nowhere preview --against nowhere --kubeconfig "$dev"
