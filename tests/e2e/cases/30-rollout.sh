check 'a deployment behind a service' bringWeb
cat >"$work/patch.yaml" <<'Y'
spec:
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  template:
    spec:
      containers:
      - name: sample-web
        readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
        lifecycle: {preStop: {sleep: {seconds: 2}}}
Y
check 'a strategic merge patch' kubectl patch deployment web --patch-file "$work/patch.yaml"
check 'rolls out' kubectl rollout status deployment/web --timeout=180s
: >"$work/lost"
( while :; do curl -sf -m 3 "http://$ip/" >/dev/null || echo lost >>"$work/lost"; sleep 0.02; done ) & load=$!
background+=("$load")
kubectl set image deployment/web sample-web=armillary.dev/sample-web:2 >/dev/null
check 'a rolling update completes' kubectl rollout status deployment/web --timeout=180s
kill "$load" 2>/dev/null; wait "$load" 2>/dev/null
check 'and loses no request' test ! -s "$work/lost"
check 'the new version answers' within 30 bash -c "curl -sf -m 3 http://$ip/ | grep -q version=2"
check 'history knows three revisions' bash -c "[[ \$(kubectl rollout history deployment/web | grep -cE '^[0-9]') -ge 3 ]]"
check 'undo goes back' bash -c "kubectl rollout undo deployment/web && kubectl rollout status deployment/web --timeout=180s"
check 'the old version answers' within 30 bash -c "curl -sf -m 3 http://$ip/ | grep -q version=1"
observed() { [[ $(kubectl get deployment web -o jsonpath='{.metadata.generation}') == $(kubectl get deployment web -o jsonpath='{.status.observedGeneration}') ]]; }
updated() { kubectl get deployment web -o jsonpath='{.status.updatedReplicas}'; }
check 'paused, a deployment takes a new image' bash -c 'kubectl rollout pause deployment/web && kubectl set image deployment/web sample-web=armillary.dev/sample-web:2'
check 'its controller has seen it' within 60 observed
check 'and has not rolled it out' bash -c "$(declare -f updated); [[ \$(updated) == '' || \$(updated) == 0 ]]"
check 'resumed, it does' bash -c "kubectl rollout resume deployment/web && kubectl rollout status deployment/web --timeout=180s"
