#include "engine/scheduler/default_spreading.h"

#include <algorithm>

#include "engine/schema/api/appsv1.h"

namespace armillary::scheduler {

namespace {

template <class Workload>
std::optional<LabelSelector> selectorOf(const Object& object) {
    const auto& selector = object.as<Workload>().spec.selector;
    if (!selector) return std::nullopt;
    auto compiled = LabelSelector::from(*selector);
    if (!compiled) return std::nullopt;
    return std::move(*compiled);
}

}  // namespace

void DefaultSpreading::change(Kind kind, const ObjectRef& previous, const ObjectRef& current) {
    const ObjectRef& object = current ? current : previous;
    auto& namespaces = m_objects[static_cast<std::size_t>(kind)];
    if (current) {
        namespaces[object->namespace_()][object->name()] = current;
        return;
    }
    const auto found = namespaces.find(object->namespace_());
    if (found == namespaces.end()) return;
    found->second.erase(object->name());
    if (found->second.empty()) namespaces.erase(found);
}

void DefaultSpreading::count(const PodInfo& pod, const NodeInfo& node, int sign) {
    if (pod.meta().deletionTimestamp) return;
    auto& groups = m_pods[pod.object->namespace_()];
    const auto group = groups.try_emplace(pod.meta().labels).first;
    const auto here = group->second.try_emplace(&node, 0).first;
    here->second += sign;
    if (here->second != 0) return;
    group->second.erase(here);
    if (!group->second.empty()) return;
    groups.erase(group);
    if (groups.empty()) m_pods.erase(pod.object->namespace_());
}

const DefaultSpreading::ByName& DefaultSpreading::objects(Kind kind, const std::string& namespace_) const {
    static const ByName none;
    const auto& namespaces = m_objects[static_cast<std::size_t>(kind)];
    const auto found = namespaces.find(namespace_);
    return found == namespaces.end() ? none : found->second;
}

std::vector<LabelSelector> DefaultSpreading::selectorsOf(const PodInfo& pod) const {
    std::vector<LabelSelector> selectors;
    const std::string& namespace_ = pod.object->namespace_();
    for (const auto& [name, object] : objects(Kind::Service, namespace_)) {
        const auto& selector = object->as<corev1::Service>().spec.selector;
        if (selector.empty()) continue;
        auto compiled = LabelSelector::fromMap(selector);
        if (compiled.matches(pod.meta().labels)) selectors.push_back(std::move(compiled));
    }
    const auto& owners = pod.meta().ownerReferences;
    const auto owner =
        std::ranges::find_if(owners, [](const auto& reference) { return reference.controller.value_or(false); });
    if (owner == owners.end()) return selectors;
    const auto find = [&](Kind kind, std::string_view version, std::string_view name) -> ObjectRef {
        if (owner->apiVersion != version || owner->kind != name) return nullptr;
        const ByName& known = objects(kind, namespace_);
        const auto found = known.find(owner->name);
        return found == known.end() ? nullptr : found->second;
    };
    std::optional<LabelSelector> selector;
    if (const auto controller = find(Kind::ReplicationController, "v1", "ReplicationController"))
        selector = LabelSelector::fromMap(controller->as<corev1::ReplicationController>().spec.selector);
    else if (const auto set = find(Kind::ReplicaSet, "apps/v1", "ReplicaSet"))
        selector = selectorOf<appsv1::ReplicaSet>(*set);
    else if (const auto stateful = find(Kind::StatefulSet, "apps/v1", "StatefulSet"))
        selector = selectorOf<appsv1::StatefulSet>(*stateful);
    if (selector && !selector->matchesEverything()) selectors.push_back(std::move(*selector));
    return selectors;
}

std::optional<DefaultSpreading::Counts> DefaultSpreading::alike(const PodInfo& pod) const {
    const auto selectors = selectorsOf(pod);
    if (selectors.empty()) return std::nullopt;
    Counts counts;
    const auto groups = m_pods.find(pod.object->namespace_());
    if (groups == m_pods.end()) return counts;
    for (const auto& [labels, nodes] : groups->second) {
        if (!std::ranges::all_of(selectors, [&](const auto& selector) { return selector.matches(labels); })) continue;
        for (const auto& [node, number] : nodes) counts[node] += number;
    }
    return counts;
}

}  // namespace armillary::scheduler
