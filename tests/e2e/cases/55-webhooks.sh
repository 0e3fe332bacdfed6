# Webhooks and an aggregated API: a script on this machine, called by URL and through a service.
address=$(hostname -I | awk '{print $1}')
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=webhook \
  -addext 'subjectAltName=IP:127.0.0.1,DNS:hook.default.svc' -keyout "$work/hook.key" -out "$work/hook.crt" 2>/dev/null
python3 "$here/webhook.py" 0.0.0.0 "$work/hook.crt" "$work/hook.key" >"$work/hook.port" &
background+=($!)
within 60 test -s "$work/hook.port"
hook=$(<"$work/hook.port") bundle=$(base64 -w0 <"$work/hook.crt")
configuration() { # configuration SORT NAME CLIENT: a configuration with one webhook for labelled config maps
  applyText "{\"apiVersion\": \"admissionregistration.k8s.io/v1\", \"kind\": \"$1WebhookConfiguration\", \"metadata\": {\"name\": \"$2\"},
    \"webhooks\": [{\"name\": \"$2.example.com\", \"clientConfig\": {$3, \"caBundle\": \"$bundle\"}, \"sideEffects\": \"None\",
    \"admissionReviewVersions\": [\"v1\"], \"objectSelector\": {\"matchLabels\": {\"hooked\": \"yes\"}},
    \"rules\": [{\"operations\": [\"*\"], \"apiGroups\": [\"\"], \"apiVersions\": [\"v1\"], \"resources\": [\"configmaps\"]}]}]}"
}
map() { applyText "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"$1\", \"labels\": {\"hooked\": \"yes\"}}, \"data\": {\"$2\": \"1\"}}"; }
applyText "{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"hook\"}, \"spec\": {\"ports\": [{\"port\": 443, \"targetPort\": $hook}]}}" >/dev/null
applyText "{\"apiVersion\": \"discovery.k8s.io/v1\", \"kind\": \"EndpointSlice\", \"metadata\": {\"name\": \"hook-1\", \"labels\": {\"kubernetes.io/service-name\": \"hook\"}}, \"addressType\": \"IPv4\", \"endpoints\": [{\"addresses\": [\"$address\"], \"conditions\": {\"ready\": true}}], \"ports\": [{\"name\": \"\", \"port\": $hook, \"protocol\": \"TCP\"}]}" >/dev/null
check 'a mutating webhook is registered by URL' configuration Mutating touch "\"url\": \"https://127.0.0.1:$hook/mutate\""
check 'and changes what is created' bash -c "$(declare -f map applyText); map hooked-1 k && kubectl get configmap hooked-1 -o jsonpath='{.metadata.labels.touched}' | grep -qx yes"
check 'a validating webhook is registered by service' configuration Validating guard '"service": {"namespace": "default", "name": "hook", "path": "/validate"}'
check 'its warnings reach the user' bash -c "$(declare -f map applyText); map hooked-2 k 2>&1 | grep -q 'Warning: validated by a script'"
check 'and its refusal, in upstream'"'"'s words' refusedWith 'admission webhook "guard.example.com" denied the request: the key is forbidden' map hooked-3 forbidden
check 'other objects are not its concern' kubectl create configmap unhooked --from-literal=forbidden=1
check 'an aggregated API becomes available' bash -c "$(declare -f applyText within); applyText '{\"apiVersion\": \"apiregistration.k8s.io/v1\", \"kind\": \"APIService\", \"metadata\": {\"name\": \"v1.extension.example.com\"}, \"spec\": {\"group\": \"extension.example.com\", \"version\": \"v1\", \"groupPriorityMinimum\": 100, \"versionPriority\": 100, \"caBundle\": \"$bundle\", \"service\": {\"namespace\": \"default\", \"name\": \"hook\"}}}' && within 60 bash -c 'kubectl get apiservice v1.extension.example.com --no-headers | grep -q True'"
check 'it shows in discovery' within 30 bash -c "kubectl api-resources --api-group=extension.example.com | grep -q whoamis"
check 'and is answered by its server' within 30 bash -c "kubectl get whoamis -o jsonpath='{.items[0].metadata.name}' | grep -qx kubernetes-admin"
version() { printf '{"name": "%s", "served": true, "storage": %s, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"%s": {"type": "string"}}}}}}}' "$@"; }
check 'a custom resource with a conversion webhook is defined' applyText "{\"apiVersion\": \"apiextensions.k8s.io/v1\", \"kind\": \"CustomResourceDefinition\", \"metadata\": {\"name\": \"gadgets.example.com\"}, \"spec\": {\"group\": \"example.com\", \"scope\": \"Namespaced\", \"names\": {\"plural\": \"gadgets\", \"singular\": \"gadget\", \"kind\": \"Gadget\", \"listKind\": \"GadgetList\"}, \"versions\": [$(version v1 true old), $(version v2 false new)], \"conversion\": {\"strategy\": \"Webhook\", \"webhook\": {\"conversionReviewVersions\": [\"v1\"], \"clientConfig\": {\"url\": \"https://127.0.0.1:$hook/convert\", \"caBundle\": \"$bundle\"}}}}}"
kubectl wait --for=condition=Established crd/gadgets.example.com --timeout=20s >/dev/null
check 'and converted when it is read in another version' bash -c "$(declare -f applyText within); within 60 applyText '{\"apiVersion\": \"example.com/v1\", \"kind\": \"Gadget\", \"metadata\": {\"name\": \"one\"}, \"spec\": {\"old\": \"x\"}}' && kubectl get gadgets.v2.example.com one -o jsonpath='{.spec.new}' | grep -qx x"
kubectl delete crd gadgets.example.com >/dev/null
check 'the built-in groups are registered as local' bash -c "kubectl get apiservice v1.apps --no-headers | grep -q 'Local *True'"
kill "${background[-1]}"; unset 'background[-1]'
check 'a webhook that is gone is named' refusedWith 'failed calling webhook "touch.example.com": failed to call webhook: Post "https://127.0.0.1:' map hooked-4 k
kubectl delete mutatingwebhookconfiguration touch >/dev/null; kubectl delete validatingwebhookconfiguration guard >/dev/null
check 'an aggregated API that is gone is unavailable' within 120 bash -c "kubectl get apiservice v1.extension.example.com --no-headers | grep -q FailedDiscoveryCheck"
kubectl delete apiservice v1.extension.example.com >/dev/null; kubectl delete service hook >/dev/null
