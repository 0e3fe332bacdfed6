#include <doctest/doctest.h>

#include "nodes/agent/access/stats.h"

namespace armillary::agent {
namespace {

TEST_CASE("what containers, pods and the node use, under the collector's names") {
    NodeUse use;
    use.at = async::SystemTime(std::chrono::seconds(5));
    use.cpuNanoseconds = 7'000'000'000;
    use.memoryTotal = 1000;
    use.memoryAvailable = 400;
    PodUse& pod = use.pods.emplace_back(PodUse{"default", "web", "uid-1", {}, 0});
    ContainerUse& container = pod.containers.emplace_back();
    container.stats.name = "c";
    container.stats.id = "abc";
    container.stats.cpuNanoseconds = 1'500'000'000;
    container.stats.workingSetBytes = 300;
    const auto text = cadvisorMetrics(use);
    for (const char* line :
         {"# TYPE container_cpu_usage_seconds_total counter\n",
          "container_cpu_usage_seconds_total{container=\"\",cpu=\"total\",id=\"/\",name=\"\",namespace=\"\",pod=\"\"} "
          "7 "
          "5000\n",
          "container_cpu_usage_seconds_total{container=\"c\",cpu=\"total\",id=\"/kubepods/poduid-1/abc\",name=\"abc\","
          "namespace=\"default\",pod=\"web\"} 1.5 5000\n",
          "container_memory_working_set_bytes{container=\"\",id=\"/kubepods/poduid-1\",name=\"\",namespace=\"default\","
          "pod=\"web\"} 300 5000\n",
          "container_memory_working_set_bytes{container=\"\",id=\"/\",name=\"\",namespace=\"\",pod=\"\"} 600 5000\n",
          "machine_memory_bytes 1000\n"})
        CHECK_MESSAGE(text.contains(line), line);
}

}  // namespace
}  // namespace armillary::agent
