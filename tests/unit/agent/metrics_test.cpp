#include <doctest/doctest.h>

#include <stdlib.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "nodes/agent/access/interfaces.h"
#include "nodes/agent/access/stats.h"
#include "nodes/agent/pod/view.h"
#include "nodes/cri/fake/fake_runtime.h"

namespace armillary::agent {
namespace {

TEST_CASE("what containers, pods and the node use, under the collector's names") {
    NodeUse use;
    use.at = async::SystemTime(std::chrono::seconds(5));
    use.cpuNanoseconds = 7'000'000'000;
    use.memoryTotal = 1000;
    use.memoryAvailable = 400;
    PodUse& pod = use.pods.emplace_back(PodUse{"default", "web", "uid-1", {}});
    ContainerUse& container = pod.containers.emplace_back();
    container.stats.name = "c";
    container.stats.id = "abc";
    container.stats.cpuNanoseconds = 1'500'000'000;
    container.stats.workingSetBytes = 300;
    pod.interfaces = {{"eth0", 20, 1, 30, 2}};
    use.interfaces = {{"wlan0", 200, 0, 300, 4}};
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
          "# TYPE container_network_receive_bytes_total counter\n"
          "container_network_receive_bytes_total{container=\"\",interface=\"wlan0\",id=\"/\",name=\"\",namespace=\"\","
          "pod=\"\"} 200 5000\n"
          "container_network_receive_bytes_total{container=\"\",interface=\"eth0\",id=\"/kubepods/poduid-1\",name="
          "\"\",namespace=\"default\",pod=\"web\"} 20 5000\n",
          "id=\"/kubepods/poduid-1\",name=\"\",namespace=\"default\",pod=\"web\"} 30 5000\n",
          "# TYPE container_network_transmit_errors_total counter\n"
          "container_network_transmit_errors_total{container=\"\",interface=\"wlan0\",id=\"/\",name=\"\",namespace="
          "\"\",pod=\"\"} 4 5000\n",
          "machine_memory_bytes 1000\n"})
        CHECK_MESSAGE(text.contains(line), line);
}

TEST_CASE("containers that have ended are not among those that use something") {
    async::ManualClock clock;
    cri::FakeRuntime runtime(clock);
    runtime.addImage("web:1");
    cri::SandboxConfig sandbox{.name = "web", .uid = "web", .namespace_ = "default"};
    sandbox.labels = {{keys::kPodUid, "web"}, {keys::kPodName, "web"}, {keys::kPodNamespace, "default"}};
    const auto in = runtime.runSandbox(sandbox);
    cri::ContainerConfig config;
    config.name = "c";
    config.image = "web:1";
    config.labels = sandbox.labels;
    for (int run = 0; run < 2; ++run) {
        config.attempt = static_cast<std::uint32_t>(run);
        REQUIRE(runtime.startContainer(*runtime.createContainer(*in, config, sandbox)));
        if (run == 0) REQUIRE(runtime.exit("c", 1));
    }
    UsageReader reader(runtime, clock, "n", "/");
    const auto use = reader.read();
    REQUIRE(use.pods.size() == 1);
    CHECK(use.pods[0].containers.size() == 1);
    const auto text = resourceMetrics(use);
    const std::string_view series = "container_cpu_usage_seconds_total{container=\"c\"";
    REQUIRE(text.contains(series));
    CHECK(text.find(series) == text.rfind(series));
}

TEST_CASE("the summary tells of a pod's network and processes, but of the host's network nothing") {
    async::ManualClock clock;
    cri::FakeRuntime runtime(clock);
    runtime.addImage("web:1");
    for (const char* name : {"web", "host"}) {
        cri::SandboxConfig sandbox{.name = name, .uid = name, .namespace_ = "default"};
        sandbox.labels = {{keys::kPodUid, name}, {keys::kPodName, name}, {keys::kPodNamespace, "default"}};
        if (sandbox.name == "host") sandbox.security.namespaces.network = cri::NamespaceMode::Node;
        const auto in = runtime.runSandbox(sandbox);
        cri::ContainerConfig config;
        config.name = "c";
        config.image = "web:1";
        config.labels = sandbox.labels;
        REQUIRE(runtime.startContainer(*runtime.createContainer(*in, config, sandbox)));
    }
    UsageReader reader(runtime, clock, "n", "/");
    const auto pods = boost::json::parse(summaryJson(reader.read())).at("pods").as_array();
    REQUIRE(pods.size() == 2);
    CHECK(pods[0].at("podRef").at("name") == "host");
    CHECK_FALSE(pods[0].as_object().contains("network"));
    const auto& network = pods[1].at("network");
    CHECK(network.at("name") == "eth0");
    CHECK(network.at("rxBytes") == 2000);
    CHECK(network.at("txBytes") == 1000);
    CHECK(network.at("interfaces").as_array().size() == 1);
    CHECK(pods[1].at("process_stats").at("process_count") == 1);
}

TEST_CASE("the machine's network interfaces, but those of pods and of nobody") {
    std::istringstream in(
        "Inter-|   Receive                                                |  Transmit\n"
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls "
        "carrier "
        "compressed\n"
        "    lo: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n"
        "wlan0:  70 7 1 0 0 0 0 0 80 8 2 0 0 0 0 0\n"
        "veth12: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n"
        "  eth0:100 1 3 0 0 0 0 0 200 2 4 0 0 0 0 0\n"
        "broken: 1 2\n");
    const auto found = readInterfaces(in);
    REQUIRE(found.size() == 2);
    CHECK(found[0].name == "eth0");
    CHECK(found[0].rxBytes == 100);
    CHECK(found[0].rxErrors == 3);
    CHECK(found[0].txBytes == 200);
    CHECK(found[0].txErrors == 4);
    CHECK(found[1].name == "wlan0");
    NodeUse use;
    CHECK_FALSE(boost::json::parse(summaryJson(use)).at("node").as_object().contains("network"));
    use.interfaces = found;
    const auto network = boost::json::parse(summaryJson(use)).at("node").at("network");
    CHECK(network.at("name") == "eth0");
    CHECK(network.at("rxBytes") == 100);
    CHECK(network.at("interfaces").as_array().size() == 2);
}

TEST_CASE("the summary tells of a pod's volumes, and of what goes with the pod") {
    NodeUse use;
    use.diskBytes = 1000;
    PodUse& pod = use.pods.emplace_back(PodUse{"default", "web", "uid-1", {}});
    ContainerUse& container = pod.containers.emplace_back();
    container.stats.writableBytes = 1;
    container.stats.writableInodes = 1;
    container.logBytes = 20;
    container.logFiles = 1;
    pod.volumes = {{"disk", "", true, {1000, 900, 300, 10, 8, 2}},
                   {"memory", "", false, {50, 40, 10, 5, 4, 1}},
                   {"data", "claim", false, {1000, 900, 100, 10, 8, 2}}};
    const auto told = boost::json::parse(summaryJson(use)).at("pods").at(0);
    CHECK(told.at("ephemeral-storage").at("usedBytes") == 321);
    CHECK(told.at("ephemeral-storage").at("inodesUsed") == 4);
    CHECK(told.at("ephemeral-storage").at("capacityBytes") == 1000);
    CHECK(told.at("containers").at(0).at("logs").at("usedBytes") == 20);
    const auto& volumes = told.at("volume").as_array();
    REQUIRE(volumes.size() == 3);
    CHECK(volumes[0].at("name") == "disk");
    CHECK(volumes[0].at("usedBytes") == 300);
    CHECK(volumes[0].at("capacityBytes") == 1000);
    CHECK(volumes[0].at("availableBytes") == 900);
    CHECK(volumes[0].at("inodes") == 10);
    CHECK(volumes[0].at("inodesFree") == 8);
    CHECK(volumes[0].at("inodesUsed") == 2);
    CHECK_FALSE(volumes[0].as_object().contains("pvcRef"));
    CHECK(volumes[2].at("pvcRef").at("name") == "claim");
    CHECK(volumes[2].at("pvcRef").at("namespace") == "default");
    const auto metrics = agentMetrics(use, "v1.32.3");
    CHECK(metrics.contains(
        "\nkubelet_volume_stats_used_bytes{namespace=\"default\",persistentvolumeclaim=\"claim\"} 100\n"));
    CHECK_FALSE(metrics.contains("memory\"}"));
}

/// Lets the test say when.
class LateTasks final : public Tasks {
public:
    void run(std::function<void()> task) override { waiting.push_back(std::move(task)); }
    std::vector<std::function<void()>> waiting;
};

TEST_CASE("volumes are measured once a minute, and whoever asks need not wait for it") {
    char name[] = "/tmp/armillary-unit.XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(name);
    async::ManualClock clock;
    InlineTasks tasks;
    VolumeReader reader(clock, tasks);
    const VolumeReader::Places places{{"uid", {{"v", "", folder, true}}}};
    const auto write = [&](const char* file) { std::ofstream(folder / file) << std::string(10000, 'x'); };
    const auto used = [&] { return reader.read(places).at("uid").at(0).files.used; };
    write("a");
    const auto first = used();
    CHECK(first >= 10000);
    CHECK(reader.read(places).at("uid").at(0).files.inodesUsed == 2);
    CHECK(reader.read(places).at("uid").at(0).files.capacity > first);
    write("b");
    CHECK(used() == first);
    clock.advance(std::chrono::seconds(61));
    CHECK(used() == 2 * first);
    write("c");
    CHECK(reader.read({}).empty());
    CHECK(used() == 3 * first);

    LateTasks late;
    VolumeReader patient(clock, late);
    std::jthread time([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            clock.advance(std::chrono::milliseconds(100));
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    CHECK(patient.read(places).empty());
    CHECK(patient.read(places).empty());
    REQUIRE(late.waiting.size() == 1);
    late.waiting.front()();
    CHECK(patient.read(places).contains("uid"));
    time = {};
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace armillary::agent
