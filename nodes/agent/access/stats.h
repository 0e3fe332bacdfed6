#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "nodes/agent/access/volume_use.h"
#include "nodes/agent/pod/container_use.h"

namespace armillary::agent {

/// What the node and its pods use, at one moment.
struct PodUse {
    std::string namespace_, name, uid;
    std::vector<ContainerUse> containers;
    std::vector<cri::SandboxStats::Interface> interfaces = {};
    std::uint64_t processes = 0;
    std::vector<VolumeUse> volumes = {};

    template <class Value>
    std::uint64_t sum(Value cri::ContainerStats::* value) const {
        std::uint64_t total = 0;
        for (const ContainerUse& container : containers) total += container.stats.*value;
        return total;
    }
};
struct NodeUse {
    std::string name;
    async::SystemTime at;
    std::int64_t bootedAt = 0;  ///< seconds since the Unix epoch
    std::uint64_t cpuNanoseconds = 0, cpuNanocores = 0;
    std::uint64_t memoryTotal = 0, memoryAvailable = 0;
    std::uint64_t diskBytes = 0, diskAvailable = 0, inodes = 0, inodesFree = 0, imageBytes = 0;
    std::uint64_t pids = 0, maxPids = 0;
    std::vector<cri::SandboxStats::Interface> interfaces = {};  ///< that leads out first
    std::vector<PodUse> pods;
};

/// Reads what there is. Keeps the last look, for the rate of the node's CPU use. Thread-safe.
class UsageReader {
public:
    UsageReader(cri::Runtime& runtime, async::Clock& clock, std::string nodeName, std::filesystem::path dataDir)
        : m_runtime(runtime), m_clock(clock), m_nodeName(std::move(nodeName)), m_dataDir(std::move(dataDir)) {}
    NodeUse read();

private:
    void readPods(NodeUse& out);

    cri::Runtime& m_runtime;
    async::Clock& m_clock;
    const std::string m_nodeName;
    const std::filesystem::path m_dataDir;
    std::mutex m_mutex;
    std::uint64_t m_lastCpu = 0;
    async::SteadyTime m_lastAt{};
};

/// /stats/summary. Source: k8s.io/kubelet/pkg/apis/stats/v1alpha1.
std::string summaryJson(const NodeUse& use);
/// /metrics/resource, in Prometheus' text form. Source:
/// https://kubernetes.io/docs/reference/instrumentation/node-metrics/.
std::string resourceMetrics(const NodeUse& use);
/// /metrics/cadvisor, the names that dashboards look for, of containers, pods (container="") and the node (id="/").
/// Source: https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md.
std::string cadvisorMetrics(const NodeUse& use);
/// What the agent itself is at: /metrics.
std::string agentMetrics(const NodeUse& use, const std::string& version);

}  // namespace armillary::agent
