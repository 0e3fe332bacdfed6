applyPod() { # applyPod NAME SPEC: a pod whose spec is JSON
  kubectl apply -f - <<<"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"$1\",\"labels\":{\"case\":\"pods\"}},\"spec\":$2}"
}
field() { kubectl get pod "$1" -o "jsonpath=$2"; }
eventOf() { kubectl get events --field-selector "involvedObject.name=$1" -o jsonpath='{range .items[*]}{.reason}: {.message}{"\n"}{end}' | grep -qF -- "$2"; }

check 'a pod to debug' applyPod plain "{\"terminationGracePeriodSeconds\":1,\"containers\":[{\"name\":\"c\",\"image\":\"$image\"}]}"
check 'is Ready' kubectl wait pod/plain --for=condition=Ready --timeout=120s
check 'kubectl debug adds an ephemeral container' timeout 90 kubectl debug plain --image=$image --target=c -c debug -- sh -c 'echo here; sleep 600'
check 'it runs and is told of' within 90 bash -c "[[ -n \$(kubectl get pod plain -o 'jsonpath={.status.ephemeralContainerStatuses[0].state.running.startedAt}') ]]"
check 'its log comes' within 90 bash -c "[[ \$(kubectl logs plain -c debug) == here ]]"
check 'exec reaches it, and it sees the target' bash -c "kubectl exec plain -c debug -- sh -c 'cat /proc/1/cmdline' | tr '\0' ' ' | grep -q sample-web"
check 'the pod stays Ready' bash -c "[[ \$(kubectl get pod plain -o 'jsonpath={.status.conditions[?(@.type==\"Ready\")].status}') == True ]]"

check 'an unsafe sysctl' applyPod sysctl "{\"securityContext\":{\"sysctls\":[{\"name\":\"kernel.msgmax\",\"value\":\"65536\"}]},\"containers\":[{\"name\":\"c\",\"image\":\"$image\"}]}"
check 'is refused by the node' within 90 bash -c "[[ \$(kubectl get pod sysctl -o 'jsonpath={.status.phase} {.status.reason} {.status.message}') == 'Failed SysctlForbidden Pod was rejected: forbidden sysctl: \"kernel.msgmax\" not allowlisted' ]]"
check 'security settings' applyPod secure "{\"hostname\":\"named\",\"subdomain\":\"inside\",\"setHostnameAsFQDN\":true,\"restartPolicy\":\"Never\",\"shareProcessNamespace\":true,
  \"securityContext\":{\"runAsUser\":1000,\"runAsGroup\":3000,\"fsGroup\":2000,\"supplementalGroups\":[4000],\"runAsNonRoot\":true,\"seccompProfile\":{\"type\":\"RuntimeDefault\"},\"sysctls\":[{\"name\":\"net.ipv4.tcp_syncookies\",\"value\":\"0\"}]},
  \"containers\":[{\"name\":\"c\",\"image\":\"$image\",\"command\":[\"sleep\",\"600\"],\"securityContext\":{\"readOnlyRootFilesystem\":true,\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}},
    \"env\":[{\"name\":\"WHO\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}},{\"name\":\"SUM\",\"value\":\"\$(WHO)-\$(NONE)\"}],
    \"volumeMounts\":[{\"name\":\"own\",\"mountPath\":\"/own\",\"subPathExpr\":\"of-\$(WHO)\"}]}],
  \"volumes\":[{\"name\":\"own\",\"emptyDir\":{\"medium\":\"Memory\",\"sizeLimit\":\"8Mi\"}}]}"
check 'are obeyed: it runs' kubectl wait pod/secure --for=condition=Ready --timeout=120s
check 'user and groups' bash -c "[[ \$(kubectl exec secure -- sh -c 'id -u; id -g; id -G' | tr '\n' ' ') == '1000 3000 3000 2000 4000 ' || \$(kubectl exec secure -- sh -c 'id -G') == *2000*4000* || \$(kubectl exec secure -- sh -c 'id -G') == *4000*2000* ]]"
check 'no new privileges, no capabilities' bash -c "kubectl exec secure -- sh -c 'grep -E \"NoNewPrivs|CapBnd|Seccomp:\" /proc/self/status' | tr -d '\t\n' | grep -q 'CapBnd:0000000000000000NoNewPrivs:1Seccomp:2'"
check 'the root is read-only, the volume is not' bash -c "! kubectl exec secure -- touch /x && kubectl exec secure -- touch /own/x"
check 'the host name is a full name' bash -c "[[ \$(kubectl exec secure -- hostname) == named.inside.default.svc.cluster.local ]]"
check 'references expand, unknown ones stay' bash -c "[[ \$(kubectl exec secure -- sh -c 'echo \$SUM') == 'secure-\$(NONE)' ]]"
check 'a pod in its class of control groups' bash -c "kubectl exec secure -- cat /proc/1/cgroup >/dev/null && find /sys/fs/cgroup -path '*kubepods/besteffort/pod*' -name cgroup.procs -print -quit | grep -q ."
check 'a sidecar beside a job' applyPod sidecar "{\"restartPolicy\":\"Never\",\"terminationGracePeriodSeconds\":5,\"initContainers\":[{\"name\":\"side\",\"image\":\"$image\",\"restartPolicy\":\"Always\",\"startupProbe\":{\"httpGet\":{\"path\":\"/\",\"port\":8080},\"periodSeconds\":1}}],
  \"containers\":[{\"name\":\"main\",\"image\":\"$image\",\"command\":[\"sh\",\"-c\",\"wget -qO- http://127.0.0.1:8080/ >/dev/null && printf done >/dev/termination-log\"]}]}"
check 'starts first, and ends after it' within 60 bash -c "[[ \$(kubectl get pod sidecar -o 'jsonpath={.status.phase} {.status.containerStatuses[0].state.terminated.message}') == 'Succeeded done' ]]"
check 'a hook that fails' applyPod hooked "{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"$image\",\"terminationMessagePolicy\":\"FallbackToLogsOnError\",\"command\":[\"sh\",\"-c\",\"echo last words; sleep 600\"],\"lifecycle\":{\"postStart\":{\"exec\":{\"command\":[\"false\"]}}}}],\"terminationGracePeriodSeconds\":1}"
check 'ends its container with the reason' within 90 eventOf hooked 'FailedPostStartHook: PostStartHook failed'
check 'and its log is the message' within 90 bash -c "[[ \$(kubectl get pod hooked -o 'jsonpath={.status.containerStatuses[0].state.terminated.message}') == 'last words' ]]"
manifests=$data/node/manifests; named=static-$(kubectl get node -o 'jsonpath={.items[0].metadata.name}')
applied() { printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"static"},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"%s"}]}}' "$1" >"$manifests/static.json"; }
applied $image
check 'a manifest on the node is a pod, and the API sees it' within 90 bash -c "[[ \$(kubectl get pod $named -o 'jsonpath={.status.phase}') == Running ]] && kubectl exec $named -- true"
before=$(field "$named" '{.metadata.uid}')
check 'whose mirror comes back' bash -c "kubectl delete pod $named --timeout=60s"
check 'while the container stays' within 90 bash -c "[[ \$(kubectl get pod $named -o 'jsonpath={.metadata.uid} {.status.phase} {.status.containerStatuses[0].restartCount}') == *' Running 0' && \$(kubectl get pod $named -o 'jsonpath={.metadata.uid}') != $before ]]"
rm "$manifests/static.json"
check 'and goes with its manifest' within 90 bash -c "! kubectl get pod $named"
kubectl delete pods -l case=pods --wait=false >/dev/null
