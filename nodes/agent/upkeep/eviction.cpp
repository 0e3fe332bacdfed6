#include "nodes/agent/upkeep/eviction.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <format>
#include <set>
#include <tuple>

#include "nodes/agent/container/resources.h"
#include "nodes/agent/pod/view.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

constexpr std::int32_t kSystemCritical = 2000000000;
constexpr std::int64_t kMaxEntries = 200'000;

std::int64_t total(const std::map<std::string, std::int64_t>& values) {
    std::int64_t out = 0;
    for (const auto& [name, value] : values) out += value;
    return out;
}

std::string quantity(std::int64_t bytes) {
    return std::string(schema::Quantity::fromBytes(bytes).text());
}

bool isCritical(const corev1::Pod& pod) {
    const auto source = pod.metadata.annotations.find(keys::kConfigSource);
    const bool isStatic = source != pod.metadata.annotations.end() && source->second != "api";
    return isStatic || pod.spec.priority.value_or(0) >= kSystemCritical;
}

std::string_view conditionName(Shortage::Resource resource) {
    switch (resource) {
        case Shortage::Resource::Memory:
            return corev1::kNodeMemoryPressure;
        case Shortage::Resource::Disk:
        case Shortage::Resource::Inodes:
            return corev1::kNodeDiskPressure;
        case Shortage::Resource::Pids:
            return corev1::kNodePIDPressure;
    }
    return "";
}

std::int64_t valueOf(const schema::StringMap<schema::Quantity>& map, std::string_view name) {
    const auto it = map.find(name);
    return it == map.end() ? 0 : it->second.value();
}

}  // namespace

std::string_view resourceName(Shortage::Resource resource) {
    switch (resource) {
        case Shortage::Resource::Memory:
            return "memory";
        case Shortage::Resource::Disk:
            return "ephemeral-storage";
        case Shortage::Resource::Inodes:
            return "inodes";
        case Shortage::Resource::Pids:
            return "pids";
    }
    return "";
}

std::int64_t PodLoad::memoryBytes() const {
    return total(memory);
}
std::int64_t PodLoad::diskBytes() const {
    std::int64_t out = total(disk);
    for (const auto& volume : pod().spec.volumes) {
        // Whatever lies in memory is counted there.
        const auto used =
            volume.emptyDir && volume.emptyDir->medium.empty() ? volumes.find(volume.name) : volumes.end();
        if (used != volumes.end()) out += used->second;
    }
    return out;
}

std::optional<std::string> overLimit(const PodLoad& load) {
    if (isCritical(load.pod())) return std::nullopt;
    for (const auto& volume : load.pod().spec.volumes) {
        if (!volume.emptyDir || !volume.emptyDir->sizeLimit || volume.emptyDir->sizeLimit->sign() <= 0) continue;
        const auto used = load.volumes.find(volume.name);
        if (used != load.volumes.end() && used->second > volume.emptyDir->sizeLimit->value())
            return std::format("Usage of EmptyDir volume \"{}\" exceeds the limit \"{}\". ", volume.name,
                               volume.emptyDir->sizeLimit->text());
    }
    const std::int64_t limits = limitsOf(load.pod()).ephemeral;
    if (limits > 0 && load.diskBytes() > limits)
        return std::format("Pod ephemeral local storage usage exceeds the total limit of containers {}. ",
                           quantity(limits));
    for (const auto& container : load.pod().spec.containers) {
        const auto limit = valueOf(container.resources.limits, "ephemeral-storage");
        const auto used = load.disk.find(container.name);
        if (limit > 0 && used != load.disk.end() && used->second > limit)
            return std::format("Container {} exceeded its local ephemeral storage limit \"{}\". ", container.name,
                               container.resources.limits.find("ephemeral-storage")->second.text());
    }
    return std::nullopt;
}

const PodLoad* firstToGo(const std::vector<PodLoad>& loads, const Shortage& shortage) {
    const bool memory = shortage.resource == Shortage::Resource::Memory;
    const auto rank = [&](const PodLoad& load) {
        const auto priority = load.pod().spec.priority.value_or(0);
        if (shortage.resource == Shortage::Resource::Pids) return std::tuple(false, priority, -load.processes);
        if (shortage.resource == Shortage::Resource::Inodes) return std::tuple(false, priority, -load.inodes);
        const PodRequests requests = requestsOf(load.pod());
        const std::int64_t used = memory ? load.memoryBytes() : load.diskBytes();
        const std::int64_t beyond = used - (memory ? requests.memory : requests.ephemeral);
        return std::tuple(beyond <= 0, priority, -beyond);
    };
    const PodLoad* first = nullptr;
    for (const PodLoad& load : loads) {
        if (isCritical(load.pod())) continue;
        if (!first || rank(load) < rank(*first)) first = &load;
    }
    return first;
}

std::string shortageMessage(const PodLoad& load, const Shortage& shortage) {
    const bool memory = shortage.resource == Shortage::Resource::Memory;
    const bool counted =
        shortage.resource == Shortage::Resource::Pids || shortage.resource == Shortage::Resource::Inodes;
    const auto resource = resourceName(shortage.resource);
    const auto amount = [&](std::int64_t value) { return counted ? std::to_string(value) : quantity(value); };
    auto out = std::format("The node was low on resource: {}. Threshold quantity: {}, available: {}. ", resource,
                           amount(shortage.threshold), amount(shortage.available));
    if (counted) return out;
    for (const auto& container : load.pod().spec.containers) {
        const auto& uses = memory ? load.memory : load.disk;
        const auto used = uses.find(container.name);
        const auto requested = valueOf(container.resources.requests, resource);
        if (used != uses.end() && used->second > requested)
            out += std::format("Container {} was using {}, request is {}, has larger consumption of {}. ",
                               container.name, quantity(used->second), quantity(requested), resource);
    }
    return out;
}

std::optional<Rejection> admitUnderPressure(const corev1::Pod& pod, const std::vector<Shortage>& shortages) {
    if (shortages.empty() || isCritical(pod)) return std::nullopt;
    if (shortages.size() == 1 && shortages.front().resource == Shortage::Resource::Memory) {
        const bool tolerates = std::ranges::any_of(pod.spec.tolerations, [](const corev1::Toleration& each) {
            const bool key = each.key == "node.kubernetes.io/memory-pressure" || each.key.empty();
            const bool effect = each.effect.empty() || each.effect == corev1::kTaintEffectNoSchedule;
            return key && effect && (!each.key.empty() || each.operator_ == corev1::kTolerationOpExists);
        });
        if (qosClassOf(pod) != corev1::kPodQOSBestEffort || tolerates) return std::nullopt;
    }
    std::set<std::string_view> conditions;
    for (const Shortage& each : shortages) conditions.insert(conditionName(each.resource));
    std::string names;
    for (const auto name : conditions) names.append(names.empty() ? "" : " ").append(name);
    return Rejection{"Evicted", std::format("The node had condition: [{}]. ", names)};
}

FolderUse usedBelow(const fs::path& folder) {
    FolderUse out;
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator() && out.entries < kMaxEntries;
         it.increment(error), ++out.entries) {
        struct stat info{};
        // Blocks, not lengths: a sparse file takes what it takes.
        if (::lstat(it->path().c_str(), &info) == 0 && !S_ISDIR(info.st_mode)) out.bytes += info.st_blocks * 512;
    }
    return out;
}

}  // namespace armillary::agent
