check 'a deployment behind a service' bringWeb
other=$work/second
after rm -rf "$other"
after "$bin/armillaryctl" down --purge --data-dir "$other"
second() { KUBECONFIG=$other/admin.kubeconfig kubectl "$@"; }
check 'a second cluster comes up beside the first' timeout 180 "$bin/armillaryctl" up --data-dir "$other" --listen "127.0.0.1:$(freePort)"
check 'with address ranges of its own' bash -c "! cmp -s '$data/ranges.json' '$other/ranges.json'"
second create deployment web --image=armillary.dev/sample-web:2 --port=8080 >/dev/null
check 'its pods run' second rollout status deployment/web --timeout=120s
second expose deployment web --port=80 --target-port=8080 >/dev/null
otherIp=$(second get service web -o jsonpath='{.spec.clusterIP}')
check 'its service answers on the machine' within 60 bash -c "curl -sf -m 2 http://$otherIp/ | grep -q version=2"
check 'its names are its own' within 60 bash -c "KUBECONFIG='$other/admin.kubeconfig' kubectl exec deployment/web -- wget -qO- -T 3 http://web/ | grep -q version=2"
check 'the first still answers' bash -c "curl -sf -m 2 http://$ip/ >/dev/null"
check 'the second goes without a trace' timeout 180 "$bin/armillaryctl" down --purge --data-dir "$other"
check 'and the first has noticed nothing' bash -c "curl -sf -m 2 http://$ip/ >/dev/null && kubectl exec deployment/web -- wget -qO- -T 3 http://web/ >/dev/null && kubectl get nodes --no-headers | grep -q ' Ready'"
