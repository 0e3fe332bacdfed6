# What the agent says of pods and of its node, and what it lets be read.
agentPod() { kubectl apply -f - <<<"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"$1\",\"labels\":{\"case\":\"agent\"}},\"spec\":$2}"; }
node=$(kubectl get node -o 'jsonpath={.items[0].metadata.name}')

check 'a pod bound past its node selector' agentPod misplaced "{\"nodeName\":\"$node\",\"nodeSelector\":{\"disk\":\"none\"},\"containers\":[{\"name\":\"c\",\"image\":\"$image\"}]}"
check 'fails, and a list of pods shows why' within 90 bash -c "kubectl get pod misplaced --no-headers | grep -q ' NodeAffinity '"
check 'a pod without service links' agentPod unlinked "{\"enableServiceLinks\":false,\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"$image\",\"command\":[\"env\"]}]}"
check 'still finds the API server' within 90 bash -c "kubectl logs unlinked | grep -q '^KUBERNETES_SERVICE_HOST='"

check 'a container that crashes' agentPod crashing "{\"terminationGracePeriodSeconds\":1,\"containers\":[{\"name\":\"c\",\"image\":\"$image\",\"command\":[\"sh\",\"-c\",\"cat /proc/sys/kernel/random/uuid; exit 1\"]}]}"
check 'is held back' within 90 bash -c "[[ \$(kubectl get pod crashing -o 'jsonpath={.status.containerStatuses[0].state.waiting.reason}') == CrashLoopBackOff ]]"
check 'its previous log is the last one' within 30 bash -c "[[ -n \$(kubectl logs crashing) && \$(kubectl logs crashing) == \$(kubectl logs crashing --previous) ]]"
check 'a log that is followed' agentPod followed "{\"terminationGracePeriodSeconds\":1,\"containers\":[{\"name\":\"c\",\"image\":\"$image\",\"command\":[\"sh\",\"-c\",\"echo begun; sleep 4\"]}]}"
check 'has begun' within 90 bash -c "[[ \$(kubectl logs followed) == begun ]]"
check 'ends with its run, though the next begins' timeout 60 kubectl logs -f followed

check 'a pod that does not hear' agentPod deaf "{\"terminationGracePeriodSeconds\":12,\"initContainers\":[{\"name\":\"side\",\"image\":\"$image\",\"restartPolicy\":\"Always\",\"command\":[\"sh\",\"-c\",\"trap '' TERM; while :; do sleep 1; done\"]}],
  \"containers\":[{\"name\":\"c\",\"image\":\"$image\",\"command\":[\"sh\",\"-c\",\"trap '' TERM; while :; do sleep 1; done\"]}]}"
check 'runs' kubectl wait pod/deaf --for=condition=Ready --timeout=120s
check 'its containers share one grace' timeout 23 kubectl delete pod deaf

check 'the node says that it is ready' bash -c "kubectl get events --field-selector involvedObject.kind=Node -o jsonpath='{range .items[*]}{.reason}: {.message}{\"\\n\"}{end}' | grep -qx 'NodeReady: Node $node status is now: NodeReady'"
check 'what runs there can be read' within 90 bash -c "kubectl get --raw /api/v1/nodes/$node/proxy/runningpods/ | grep -q '\"name\":\"followed\"'"
check 'and the log files of its machine' bash -c "kubectl get --raw /api/v1/nodes/$node/proxy/logs/ | grep -q '^<pre>'"
kubectl delete pods -l case=agent --wait=false >/dev/null
