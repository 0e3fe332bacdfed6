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
check 'rolls out' timeout 90 kubectl rollout status deployment/web --timeout=85s
: >"$work/lost"
( while :; do curl -sf -m 3 "http://$ip/" >/dev/null || echo lost >>"$work/lost"; sleep 0.02; done ) & load=$!
background+=("$load")
kubectl set image deployment/web sample-web=armillary.dev/sample-web:2 >/dev/null
check 'a rolling update completes' timeout 120 kubectl rollout status deployment/web --timeout=115s
kill "$load" 2>/dev/null; wait "$load" 2>/dev/null
check 'and loses no request' test ! -s "$work/lost"
check 'the new version answers' within 10 bash -c "curl -sf -m 3 http://$ip/ | grep -q version=2"
check 'history knows three revisions' bash -c "[[ \$(kubectl rollout history deployment/web | grep -cE '^[0-9]') -ge 3 ]]"
check 'undo goes back' bash -c "kubectl rollout undo deployment/web && kubectl rollout status deployment/web --timeout=115s"
check 'the old version answers' within 10 bash -c "curl -sf -m 3 http://$ip/ | grep -q version=1"
check 'a paused deployment does not roll' bash -c "kubectl rollout pause deployment/web && kubectl set image deployment/web sample-web=armillary.dev/sample-web:2 && sleep 2 && [[ \$(kubectl get deployment web -o jsonpath='{.status.updatedReplicas}') == '' || \$(kubectl get deployment web -o jsonpath='{.status.updatedReplicas}') == 0 ]]"
check 'resumed, it does' bash -c "kubectl rollout resume deployment/web && kubectl rollout status deployment/web --timeout=115s"
