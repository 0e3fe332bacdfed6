#include "nodes/agent/access/stats.h"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <format>
#include <fstream>

#include "engine/schema/scalars.h"
#include "nodes/agent/access/interfaces.h"
#include "nodes/agent/layout.h"
#include "nodes/agent/node/machine.h"
#include "nodes/agent/pod/view.h"
#include "nodes/agent/upkeep/eviction.h"

namespace armillary::agent {

namespace {

struct Kernel {
    std::uint64_t busyNanoseconds = 0;
    std::int64_t bootedAt = 0;
};

/// /proc/stat: ticks by kind, and when the machine started.
Kernel readKernel() {
    Kernel out;
    std::ifstream in("/proc/stat");
    for (std::string word; in >> word;) {
        if (word == "cpu") {
            std::uint64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, stolen = 0;
            in >> user >> nice >> system >> idle >> waiting >> irq >> softIrq >> stolen;
            const auto ticks = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
            out.busyNanoseconds = (user + nice + system + irq + softIrq) * (1'000'000'000 / ticks);
        } else if (word == "btime") {
            in >> out.bootedAt;
        }
    }
    return out;
}

std::string labelOf(const cri::Labels& labels, const char* key) {
    const auto it = labels.find(key);
    return it == labels.end() ? std::string() : it->second;
}

double seconds(std::uint64_t nanoseconds) {
    return double(nanoseconds) / 1e9;
}

std::int64_t milliseconds(async::SystemTime at) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

/// Lines of one metric. Names of pods and containers need no escapes: the API lets none through that would.
class Metric {
public:
    Metric(std::string& out, std::string_view name, std::string_view help, std::string_view type)
        : m_out(out), m_name(name) {
        m_out += std::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    }
    void add(const std::string& labels, double value, std::int64_t at = 0) {
        m_out += std::format("{}{} {}", m_name, labels, value);
        if (at != 0) m_out += std::format(" {}", at);
        m_out += '\n';
    }

private:
    std::string& m_out;
    std::string_view m_name;
};

std::string podLabels(const PodUse& pod) {
    return std::format("{{namespace=\"{}\",pod=\"{}\"}}", pod.namespace_, pod.name);
}

/// What the volumes of claims hold, under the names that dashboards and alerts look for.
void claimMetrics(std::string& out, const NodeUse& use) {
    struct Row {
        std::string_view name, help;
        std::uint64_t FileUse::* value;
    };
    constexpr Row kRows[]{
        {"kubelet_volume_stats_available_bytes", "[ALPHA] Number of available bytes in the volume",
         &FileUse::available},
        {"kubelet_volume_stats_capacity_bytes", "[ALPHA] Capacity in bytes of the volume", &FileUse::capacity},
        {"kubelet_volume_stats_inodes", "[ALPHA] Maximum number of inodes in the volume", &FileUse::inodes},
        {"kubelet_volume_stats_inodes_free", "[ALPHA] Number of free inodes in the volume", &FileUse::inodesFree},
        {"kubelet_volume_stats_inodes_used", "[ALPHA] Number of used inodes in the volume", &FileUse::inodesUsed},
        {"kubelet_volume_stats_used_bytes", "[ALPHA] Number of used bytes in the volume", &FileUse::used},
    };
    // Pods may share a claim, of which there is one series.
    std::map<std::string, const FileUse*> claims;
    for (const PodUse& pod : use.pods)
        for (const VolumeUse& volume : pod.volumes)
            if (!volume.claim.empty())
                claims[std::format("{{namespace=\"{}\",persistentvolumeclaim=\"{}\"}}", pod.namespace_, volume.claim)] =
                    &volume.files;
    if (claims.empty()) return;
    for (const Row& row : kRows) {
        Metric metric(out, row.name, row.help, "gauge");
        for (const auto& [labels, files] : claims) metric.add(labels, double(files->*row.value));
    }
}

}  // namespace

NodeUse UsageReader::read() {
    NodeUse out;
    out.name = m_nodeName;
    out.at = m_clock.now();
    const Kernel kernel = readKernel();
    out.cpuNanoseconds = kernel.busyNanoseconds;
    out.bootedAt = kernel.bootedAt;
    const Machine machine = readMachine(m_dataDir);
    const Pressure pressure = readPressure(m_dataDir);
    out.memoryTotal = static_cast<std::uint64_t>(machine.memoryBytes);
    out.memoryAvailable = static_cast<std::uint64_t>(pressure.memoryAvailable);
    out.maxPids = static_cast<std::uint64_t>(machine.maxPids);
    out.pids = static_cast<std::uint64_t>(pressure.pids);
    out.diskBytes = static_cast<std::uint64_t>(pressure.diskBytes);
    out.diskAvailable = static_cast<std::uint64_t>(pressure.diskAvailable);
    struct statvfs disk{};
    if (::statvfs(m_dataDir.c_str(), &disk) == 0) {
        out.inodes = disk.f_files;
        out.inodesFree = disk.f_ffree;
    }
    std::ifstream interfaces("/proc/net/dev");
    out.interfaces = readInterfaces(interfaces);
    {
        const std::lock_guard lock(m_mutex);
        const auto now = m_clock.steady();
        const auto passed = std::chrono::duration<double>(now - m_lastAt).count();
        if (m_lastCpu != 0 && passed > 0 && out.cpuNanoseconds >= m_lastCpu)
            out.cpuNanocores = static_cast<std::uint64_t>(double(out.cpuNanoseconds - m_lastCpu) / passed);
        m_lastCpu = out.cpuNanoseconds;
        m_lastAt = now;
    }
    if (const auto images = m_runtime.imageFilesystems())
        for (const auto& each : *images) out.imageBytes += each.usedBytes;
    readPods(out);
    return out;
}

void UsageReader::readPods(NodeUse& out) {
    auto containers = runningUse(m_runtime);
    if (!containers) return;
    std::map<std::string, PodUse> pods;
    for (ContainerUse& container : *containers) {
        const auto& one = container.stats;
        const std::string uid = labelOf(one.labels, keys::kPodUid);
        if (uid.empty()) continue;
        PodUse& pod = pods[uid];
        pod.uid = uid;
        pod.name = labelOf(one.labels, keys::kPodName);
        pod.namespace_ = labelOf(one.labels, keys::kPodNamespace);
        const auto logs = usedBelow(Layout{m_dataDir}.podLog(pod.namespace_, pod.name, uid) / one.name);
        container.logBytes = static_cast<std::uint64_t>(logs.bytes);
        container.logFiles = static_cast<std::uint64_t>(logs.entries);
        pod.containers.push_back(std::move(container));
    }
    if (const auto sandboxes = m_runtime.sandboxStats()) {
        for (const auto& one : *sandboxes) {
            const auto pod = pods.find(labelOf(one.labels, keys::kPodUid));
            if (pod == pods.end()) continue;
            pod->second.interfaces = one.interfaces;
            pod->second.processes = one.processes;
        }
    }
    for (auto& [uid, pod] : pods) out.pods.push_back(std::move(pod));
}

std::string resourceMetrics(const NodeUse& use) {
    std::string out;
    const auto at = milliseconds(use.at);
    const auto eachContainer = [&](Metric metric, auto value) {
        for (const PodUse& pod : use.pods)
            for (const ContainerUse& container : pod.containers)
                metric.add(std::format("{{container=\"{}\",namespace=\"{}\",pod=\"{}\"}}", container.stats.name,
                                       pod.namespace_, pod.name),
                           value(container), at);
    };
    eachContainer({out, "container_cpu_usage_seconds_total",
                   "[STABLE] Cumulative cpu time consumed by the container in core-seconds", "counter"},
                  [](const ContainerUse& use) { return seconds(use.stats.cpuNanoseconds); });
    eachContainer(
        {out, "container_memory_working_set_bytes", "[STABLE] Current working set of the container in bytes", "gauge"},
        [](const ContainerUse& use) { return double(use.stats.workingSetBytes); });
    eachContainer({out, "container_start_time_seconds",
                   "[STABLE] Start time of the container since unix epoch in seconds", "gauge"},
                  [](const ContainerUse& use) { return double(use.startedAt) / 1e9; });
    Metric(out, "node_cpu_usage_seconds_total", "[STABLE] Cumulative cpu time consumed by the node in core-seconds",
           "counter")
        .add("", seconds(use.cpuNanoseconds), at);
    Metric(out, "node_memory_working_set_bytes", "[STABLE] Current working set of the node in bytes", "gauge")
        .add("", double(use.memoryTotal - use.memoryAvailable), at);
    Metric cpu(out, "pod_cpu_usage_seconds_total", "[STABLE] Cumulative cpu time consumed by the pod in core-seconds",
               "counter");
    for (const PodUse& pod : use.pods)
        cpu.add(podLabels(pod), seconds(pod.sum(&cri::ContainerStats::cpuNanoseconds)), at);
    Metric memory(out, "pod_memory_working_set_bytes", "[STABLE] Current working set of the pod in bytes", "gauge");
    for (const PodUse& pod : use.pods)
        memory.add(podLabels(pod), double(pod.sum(&cri::ContainerStats::workingSetBytes)), at);
    Metric(out, "resource_scrape_error",
           "[STABLE] 1 if there was an error while getting container metrics, 0 otherwise", "gauge")
        .add("", 0);
    return out;
}

std::string cadvisorMetrics(const NodeUse& use) {
    std::string out;
    const auto at = milliseconds(use.at);
    const auto labels = [](const PodUse& pod, const cri::ContainerStats* one, std::string_view more = {}) {
        auto group = "/kubepods/pod" + pod.uid;
        if (one) group += "/" + one->id;
        return std::format("{{container=\"{}\",{}id=\"{}\",name=\"{}\",namespace=\"{}\",pod=\"{}\"}}",
                           one ? one->name : "", more, group, one ? one->id : "", pod.namespace_, pod.name);
    };
    const auto root = [](std::string_view more = {}) {
        return std::format("{{container=\"\",{}id=\"/\",name=\"\",namespace=\"\",pod=\"\"}}", more);
    };
    Metric cpu(out, "container_cpu_usage_seconds_total", "Cumulative cpu time consumed in seconds.", "counter");
    constexpr std::string_view kTotal = "cpu=\"total\",";
    cpu.add(root(kTotal), seconds(use.cpuNanoseconds), at);
    for (const PodUse& pod : use.pods) {
        cpu.add(labels(pod, nullptr, kTotal), seconds(pod.sum(&cri::ContainerStats::cpuNanoseconds)), at);
        for (const ContainerUse& each : pod.containers)
            cpu.add(labels(pod, &each.stats, kTotal), seconds(each.stats.cpuNanoseconds), at);
    }
    const auto bytes = [&](std::string_view name, std::string_view help, std::optional<std::uint64_t> ofNode,
                           std::uint64_t cri::ContainerStats::* value) {
        Metric metric(out, name, help, "gauge");
        if (ofNode) metric.add(root(), double(*ofNode), at);
        for (const PodUse& pod : use.pods) {
            metric.add(labels(pod, nullptr), double(pod.sum(value)), at);
            for (const ContainerUse& each : pod.containers)
                metric.add(labels(pod, &each.stats), double(each.stats.*value), at);
        }
    };
    const auto used = use.memoryTotal - use.memoryAvailable;
    bytes("container_memory_usage_bytes",
          "Current memory usage in bytes, including all memory regardless of when it was accessed", used,
          &cri::ContainerStats::usageBytes);
    bytes("container_memory_working_set_bytes", "Current working set in bytes.", used,
          &cri::ContainerStats::workingSetBytes);
    bytes("container_memory_rss", "Size of RSS in bytes.", std::nullopt, &cri::ContainerStats::rssBytes);
    bytes("container_fs_usage_bytes", "Number of bytes that are consumed by the container on this filesystem.",
          use.diskBytes - use.diskAvailable, &cri::ContainerStats::writableBytes);
    const auto network = [&](std::string_view name, std::string_view help,
                             std::uint64_t cri::SandboxStats::Interface::* value) {
        Metric metric(out, name, help, "counter");
        const auto of = [](const auto& each) { return std::format("interface=\"{}\",", each.name); };
        for (const auto& each : use.interfaces) metric.add(root(of(each)), double(each.*value), at);
        for (const PodUse& pod : use.pods)
            for (const auto& each : pod.interfaces) metric.add(labels(pod, nullptr, of(each)), double(each.*value), at);
    };
    using Interface = cri::SandboxStats::Interface;
    network("container_network_receive_bytes_total", "Cumulative count of bytes received", &Interface::rxBytes);
    network("container_network_receive_errors_total", "Cumulative count of errors encountered while receiving",
            &Interface::rxErrors);
    network("container_network_transmit_bytes_total", "Cumulative count of bytes transmitted", &Interface::txBytes);
    network("container_network_transmit_errors_total", "Cumulative count of errors encountered while transmitting",
            &Interface::txErrors);
    Metric started(out, "container_start_time_seconds", "Start time of the container since unix epoch in seconds.",
                   "gauge");
    for (const PodUse& pod : use.pods)
        for (const ContainerUse& each : pod.containers)
            started.add(labels(pod, &each.stats), double(each.startedAt) / 1e9, at);
    Metric(out, "machine_cpu_cores", "Number of logical CPU cores.", "gauge")
        .add("", double(::sysconf(_SC_NPROCESSORS_ONLN)));
    Metric(out, "machine_memory_bytes", "Amount of memory installed on the machine.", "gauge")
        .add("", double(use.memoryTotal));
    return out;
}

std::string agentMetrics(const NodeUse& use, const std::string& version) {
    std::string out;
    Metric(out, "kubelet_node_name", "[ALPHA] The node's name. The count is always 1.", "gauge")
        .add(std::format("{{node=\"{}\"}}", use.name), 1);
    Metric(out, "kubelet_running_pods", "[ALPHA] Number of pods that have a running pod sandbox", "gauge")
        .add("", double(use.pods.size()));
    std::size_t containers = 0;
    for (const PodUse& pod : use.pods) containers += pod.containers.size();
    Metric(out, "kubelet_running_containers", "[ALPHA] Number of containers currently running", "gauge")
        .add("{container_state=\"running\"}", double(containers));
    Metric(out, "kubernetes_build_info",
           "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree "
           "state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is "
           "running.",
           "gauge")
        .add(std::format("{{git_version=\"{}\",major=\"1\",minor=\"32\"}}", version), 1);
    claimMetrics(out, use);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto time = [](const timeval& value) { return double(value.tv_sec) + double(value.tv_usec) / 1e6; };
    Metric(out, "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", "counter")
        .add("", time(usage.ru_utime) + time(usage.ru_stime));
    std::ifstream in("/proc/self/statm");
    std::uint64_t size = 0, resident = 0;
    in >> size >> resident;
    Metric(out, "process_resident_memory_bytes", "Resident memory size in bytes.", "gauge")
        .add("", double(resident) * double(::sysconf(_SC_PAGESIZE)));
    return out;
}

}  // namespace armillary::agent
