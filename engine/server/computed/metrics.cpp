#include <algorithm>
#include <set>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/metricsv1beta1.h"
#include "engine/server/computed/computed.h"
#include "engine/server/computed/node_stats.h"
#include "engine/server/node_address.h"
#include "engine/server/storage.h"

namespace armillary::server::computed {
namespace {

using Usage = schema::StringMap<schema::Quantity>;

/// The agents average CPU over about this long.
constexpr schema::Duration kWindow{.nanoseconds = 10'000'000'000};
constexpr std::int64_t kNanosPerMilli = 1'000'000;

std::optional<Usage> usageOf(const statsv1alpha1::CPUStats* cpu, const statsv1alpha1::MemoryStats* memory) {
    if (!cpu || !memory || !memory->workingSetBytes) return std::nullopt;
    Usage usage;
    const std::int64_t nanoCores = cpu->usageNanoCores.value_or(0);
    usage["cpu"] = schema::Quantity::fromMilli((nanoCores + kNanosPerMilli - 1) / kNanosPerMilli);
    usage["memory"] = schema::Quantity::fromBytes(*memory->workingSetBytes);
    return usage;
}

template <class T>
ObjectRef finished(T object, const metav1::ObjectMeta& of, std::string_view kind) {
    object.apiVersion = "metrics.k8s.io/v1beta1";
    object.kind = kind;
    object.metadata.name = of.name;
    object.metadata.namespace_ = of.namespace_;
    object.metadata.labels = of.labels;
    object.metadata.creationTimestamp = object.timestamp;
    object.window = kWindow;
    return Object::parse(schema::toJson(object)).value();
}

std::vector<NodeStats::Summary> ask(Core& core, const std::set<std::string>& nodeNames) {
    std::vector<AgentAddress> agents;
    for (const std::string& name : nodeNames)
        if (const auto agent = agentOf(core, name)) agents.push_back({name, agent->host, agent->port});
    return core.nodeStats->read(agents);
}

template <class T>
std::vector<ObjectRef> objectsOf(Core& core, std::string_view namespace_, std::string_view name) {
    const Resource& resource = resources::resourceOf<T>();
    if (name.empty()) return core.cache.list(resource.cacheKey(), namespace_).objects;
    const auto one = existingObject(core.cache, resource, namespace_, name);
    return one ? std::vector{*one} : std::vector<ObjectRef>();
}

}  // namespace

Result<std::vector<ObjectRef>> nodeMetrics(Core& core, std::string_view, std::string_view name) {
    const std::vector<ObjectRef> nodes = objectsOf<corev1::Node>(core, "", name);
    std::set<std::string> names;
    for (const ObjectRef& node : nodes) names.insert(node->name());
    std::map<std::string, NodeStats::Summary> summaries;
    for (NodeStats::Summary& summary : ask(core, names)) summaries[summary->node.nodeName] = std::move(summary);
    std::vector<ObjectRef> out;
    for (const ObjectRef& node : nodes) {
        const auto summary = summaries.find(node->name());
        if (summary == summaries.end()) continue;
        const auto& stats = summary->second->node;
        auto usage = usageOf(stats.cpu.get(), stats.memory.get());
        if (!usage) continue;
        metricsv1beta1::NodeMetrics metrics;
        metrics.timestamp = stats.cpu->time;
        metrics.usage = std::move(*usage);
        out.push_back(finished(std::move(metrics), node->meta(), "NodeMetrics"));
    }
    return out;
}

Result<std::vector<ObjectRef>> podMetrics(Core& core, std::string_view namespace_, std::string_view name) {
    const std::vector<ObjectRef> pods = objectsOf<corev1::Pod>(core, namespace_, name);
    std::set<std::string> nodes;
    for (const ObjectRef& pod : pods)
        if (const auto& node = pod->as<corev1::Pod>().spec.nodeName; !node.empty()) nodes.insert(node);
    const auto summaries = ask(core, nodes);
    std::map<std::string_view, const statsv1alpha1::PodStats*> byUid;
    for (const auto& summary : summaries)
        for (const auto& pod : summary->pods) byUid[pod.podRef.uid] = &pod;
    std::vector<ObjectRef> out;
    for (const ObjectRef& pod : pods) {
        const auto stats = byUid.find(pod->uid());
        if (stats == byUid.end() || pod->as<corev1::Pod>().status.phase != "Running") continue;
        metricsv1beta1::PodMetrics metrics;
        for (const auto& container : stats->second->containers) {
            auto usage = usageOf(container.cpu.get(), container.memory.get());
            if (!usage) continue;
            metrics.timestamp = std::max(metrics.timestamp, container.cpu->time);
            auto& one = metrics.containers.emplace_back();
            one.name = container.name;
            one.usage = std::move(*usage);
        }
        if (!metrics.containers.empty()) out.push_back(finished(std::move(metrics), pod->meta(), "PodMetrics"));
    }
    return out;
}

}  // namespace armillary::server::computed
