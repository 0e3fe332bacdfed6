#include "nodes/agent/pod/container_use.h"

namespace armillary::agent {

std::optional<std::vector<ContainerUse>> runningUse(cri::Runtime& runtime) {
    auto stats = runtime.containerStats();
    const auto containers = runtime.listContainers();
    if (!stats || !containers) return std::nullopt;
    std::map<std::string, std::int64_t> started;
    for (const auto& container : *containers)
        if (container.state == cri::ContainerState::Running) started[container.id] = container.createdAt;
    std::vector<ContainerUse> out;
    for (auto& one : *stats)
        if (const auto running = started.find(one.id); running != started.end())
            out.push_back({std::move(one), running->second, 0, 0});
    return out;
}

}  // namespace armillary::agent
