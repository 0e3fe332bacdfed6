# Shared by the cluster benchmarks.
row() { # row NAME VALUE UNIT BUDGET [higher]: lower is better unless said otherwise
  awk -v name="$1" -v value="$2" -v unit="$3" -v budget="$4" -v better="${5:-lower}" 'BEGIN {
    met = better == "higher" ? value >= budget : value <= budget
    printf "{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"budget\":%s,\"met\":%s}\n", name, value, unit, budget, met ? "true" : "false" }'
}
nowMs() { echo $((${EPOCHREALTIME/./} / 1000)); }
rssMb() { awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$1/status"; }
# CPU time of processes so far, to the nanosecond: ticks miss what wakes on a timer and sleeps again before the next one. By
# the processes' own clocks (clock_getcpuclockid(3)), which still count threads that have ended.
cpuNs() { python3 -c 'import sys, time; print(sum(time.clock_gettime_ns(~int(pid) << 3 | 2) for pid in sys.argv[1:]))' "$@"; }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
