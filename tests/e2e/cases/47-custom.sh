cat >"$work/crd.yaml" <<'Y'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        description: A table of what runs when.
        properties:
          spec:
            type: object
            required: [cronSpec]
            properties:
              cronSpec: {type: string, pattern: '^(\S+\s+){4}\S+$', description: When it runs.}
              image: {type: string, default: busybox}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
          status:
            type: object
            properties: {replicas: {type: integer}, labelSelector: {type: string}}
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.labelSelector}
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
Y
crontab() { printf 'apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata: {name: %s}\nspec: %s\n' "$1" "$2"; }
check 'a definition is established' bash -c "kubectl apply -f '$work/crd.yaml' && kubectl wait crd/crontabs.stable.example.com --for=condition=Established --timeout=10s"
check 'kubectl finds the resource' bash -c "kubectl api-resources | grep -qE '^crontabs +ct +stable.example.com/v1 +true +CronTab'"
check 'a custom object is created, with defaults' bash -c "kubectl apply -f - <<<\$'$(crontab nightly '{cronSpec: "0 3 * * *"}')' && [[ \$(kubectl get ct nightly -o jsonpath='{.spec.image}') == busybox ]]"
check 'columns of the definition' bash -c "kubectl get ct | grep -qE '^NAME +SPEC +REPLICAS +AGE' && kubectl get ct | grep -qE '^nightly +0 3 \* \* \* +1 +[0-9]+s'"
check 'it is among all' bash -c "kubectl get all | grep -q crontab.stable.example.com/nightly"
check 'explain knows its fields' bash -c "kubectl explain crontab.spec.cronSpec | grep -q 'When it runs.' && kubectl explain crontab | grep -q 'A table of what runs when.'"
check 'a wrong value is refused' refusedWith "spec.cronSpec: Invalid value: \"daily\": spec.cronSpec in body should match" bash -c "kubectl apply -f - <<<\$'$(crontab wrong '{cronSpec: daily}')'"
check 'a wrong type is refused' refusedWith 'spec.replicas in body must be of type integer: "string"' bash -c "kubectl create --validate=false -f - <<<\$'$(crontab wrong '{cronSpec: "0 3 * * *", replicas: many}')'"
check 'an unknown field is refused' refusedWith 'unknown field "spec.colour"' bash -c "kubectl create -f - <<<\$'$(crontab wrong '{cronSpec: "0 3 * * *", colour: red}')'"
check 'patch and edit' bash -c "kubectl patch ct nightly --type merge -p '{\"spec\":{\"image\":\"alpine\"}}' && KUBE_EDITOR='sed -i s/alpine/debian/' kubectl edit ct nightly && [[ \$(kubectl get ct nightly -o jsonpath='{.spec.image}/{.metadata.generation}') == debian/3 ]]"
check 'scale' bash -c "kubectl scale ct nightly --replicas=4 && [[ \$(kubectl get ct nightly -o jsonpath='{.spec.replicas}') == 4 ]]"
check 'status has its own endpoint' bash -c "kubectl patch ct nightly --subresource=status --type merge -p '{\"status\":{\"replicas\":4}}' && [[ \$(kubectl get ct nightly -o jsonpath='{.status.replicas}/{.metadata.generation}') == 4/4 ]]"
check 'server-side apply' bash -c "kubectl apply --server-side --field-manager=e2e --force-conflicts -f - <<<\$'$(crontab nightly '{cronSpec: "0 4 * * *"}')' && kubectl get ct nightly -o yaml --show-managed-fields | grep -q 'manager: e2e'"
check 'a dependent goes with its custom owner' bash -c "uid=\$(kubectl get ct nightly -o jsonpath='{.metadata.uid}') && kubectl create configmap owned && kubectl patch configmap owned --type merge -p '{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"stable.example.com/v1\",\"kind\":\"CronTab\",\"name\":\"nightly\",\"uid\":\"'\$uid'\"}]}}' && kubectl delete ct nightly && kubectl wait --for=delete configmap/owned --timeout=20s"
check 'a namespace takes its custom objects along' bash -c "kubectl create namespace customs && kubectl apply -n customs -f - <<<\$'$(crontab inside '{cronSpec: "0 3 * * *"}')' && kubectl delete namespace customs --timeout=40s"
check 'a deleted definition takes its objects along' bash -c "kubectl apply -f - <<<\$'$(crontab last '{cronSpec: "0 3 * * *"}')' && kubectl delete crd crontabs.stable.example.com --timeout=20s && ! kubectl get ct"
check 'and comes back empty' bash -c "kubectl apply -f '$work/crd.yaml' && kubectl wait crd/crontabs.stable.example.com --for=condition=Established --timeout=10s && [[ -z \$(kubectl get ct -A -o name) ]] && kubectl delete -f '$work/crd.yaml'"
