ssaText() { local text=$1; shift; kubectl apply --server-side "$@" -f - <<<"$text"; }
managers() { kubectl get "$1" --show-managed-fields -o jsonpath='{range .metadata.managedFields[*]}{.manager}/{.operation}/{.subresource} {end}'; }
map() { printf '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ssa"}, "data": {%s}}' "$1"; }
scaled() { printf '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "ssa"}, "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "ssa"}}, "template": {"metadata": {"labels": {"app": "ssa"}}, "spec": {"containers": [{"name": "c", "image": "armillary.dev/sample-web:1", "ports": [{"containerPort": 80}]}]}}}}' "$1"; }

check 'apply on the server' ssaText "$(map '"a": "1", "b": "2"')"
check 'its fields are kubectl'"'"'s' bash -c "[[ \"$(managers configmap/ssa)\" == 'kubectl/Apply/ ' ]]"
check 'hidden unless asked for' bash -c "! kubectl get configmap ssa -o yaml | grep -q managedFields"
ssaText "$(map '"a": "1"')" >/dev/null
check 'what is no longer applied goes' bash -c "[[ \$(kubectl get configmap ssa -o jsonpath='{.data}') == '{\"a\":\"1\"}' ]]"
check 'another'"'"'s field is a conflict' refusedWith 'Apply failed with 1 conflict: conflict with "kubectl": .data.a' ssaText "$(map '"a": "2"')" --field-manager=other
check 'which can be forced' ssaText "$(map '"a": "2"')" --field-manager=other --force-conflicts
check 'and then is the other'"'"'s' bash -c "[[ \"$(managers configmap/ssa)\" == 'other/Apply/ ' ]]"

kubectl apply -f - <<<"$(scaled 0)" >/dev/null
check 'the last applied configuration can be seen' bash -c "kubectl apply view-last-applied deployment/ssa | grep -q 'replicas: 0'"
check 'client-side apply is handed over' ssaText "$(scaled 0)"
check 'to one applier' bash -c "m=\$(kubectl get deployment ssa --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}') && grep -qw kubectl <<<\"\$m\" && ! grep -q kubectl-client-side-apply <<<\"\$m\""
kubectl scale deployment ssa --replicas=0 >/dev/null; kubectl patch deployment ssa --subresource=scale --type merge --field-manager=hand -p '{"spec":{"replicas":1}}' >/dev/null
check 'a scale is a conflict, by its name' refusedWith 'conflict with "hand" with subresource "scale" using apps/v1: .spec.replicas' ssaText "$(scaled 0)"
check 'controllers write status under their own' within 10 bash -c "kubectl get deployment ssa --show-managed-fields -o jsonpath='{.metadata.managedFields[?(@.subresource==\"status\")].manager}' | grep -qx kube-controller-manager"
check 'a dry run changes nothing' bash -c "v() { kubectl get deployment ssa -o jsonpath='{.spec.replicas}'; }; b=\$(v); kubectl apply --server-side --dry-run=server --force-conflicts -f - <<<'$(scaled 0)' && [[ \$(v) == \"\$b\" ]]"
check 'an unknown field is refused' refusedWith '.spec.replicaz: field not declared in schema' ssaText "$(scaled 0 | sed 's/"replicas"/"replicaz"/')"
kubectl delete configmap/ssa deployment/ssa >/dev/null
