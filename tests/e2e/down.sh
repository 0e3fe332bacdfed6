tags=$(tagsOf "$data")
check 'no controller was refused what it is there for' bash -c "test -f '$data/log/armillaryd.log' && ! grep -E 'User \"system:(serviceaccount:kube-system:|kube-controller-manager)' '$data/log/armillaryd.log'"
traces "$tags" >"$work/traces"
for sort in '^table' '^[^/ ]+$' '^/sys/fs/cgroup' '^/run'; do
  check "what is going to go is there ($sort)" grep -qE -- "$sort" "$work/traces"
done
noTraceOf() { ! traces "$tags" | grep -E -- "$1"; }
check 'down --purge' timeout 180 "$bin/armillaryctl" down --purge --data-dir "$data"
check 'leaves no process' within 10 not pgrep -af -- "$data"
check 'no mount' bash -c "! grep -- '$data' /proc/mounts"
check 'no table' noTraceOf '^table'
check 'no interface' noTraceOf '^[^/ ]+$'
check 'no control group' noTraceOf '^/sys/fs/cgroup'
check 'no run folder' noTraceOf '^/run'
check 'no file' bash -c "! find '$data' -type f 2>/dev/null | grep ."
after takeDown "$work"
after rm -f "$state/env"
