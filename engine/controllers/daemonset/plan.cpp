#include "engine/controllers/daemonset/plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "engine/controllers/framework/pods.h"
#include "engine/controllers/nodelifecycle/plan.h"

namespace armillary::controllers::daemonset {

namespace {

std::optional<std::int64_t> number(const std::string& text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

bool matches(const corev1::NodeSelectorRequirement& requirement, const std::string* value) {
    const bool listed = value && std::ranges::find(requirement.values, *value) != requirement.values.end();
    if (requirement.operator_ == corev1::kNodeSelectorOpIn) return listed;
    if (requirement.operator_ == corev1::kNodeSelectorOpNotIn) return !listed;
    if (requirement.operator_ == corev1::kNodeSelectorOpExists) return value != nullptr;
    if (requirement.operator_ == corev1::kNodeSelectorOpDoesNotExist) return value == nullptr;
    if (!value || requirement.values.size() != 1) return false;
    const auto left = number(*value), right = number(requirement.values[0]);
    if (!left || !right) return false;
    return requirement.operator_ == corev1::kNodeSelectorOpGt ? *left > *right : *left < *right;
}

bool matches(const corev1::NodeSelectorTerm& term, const corev1::Node& node) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) return false;
    const auto label = [&](const auto& requirement) {
        const auto found = node.metadata.labels.find(requirement.key);
        return matches(requirement, found == node.metadata.labels.end() ? nullptr : &found->second);
    };
    const auto field = [&](const auto& requirement) {
        return requirement.key == "metadata.name" && matches(requirement, &node.metadata.name);
    };
    return std::ranges::all_of(term.matchExpressions, label) && std::ranges::all_of(term.matchFields, field);
}

bool wantsNode(const corev1::PodSpec& spec, const corev1::Node& node) {
    if (!spec.nodeName.empty() && spec.nodeName != node.metadata.name) return false;
    for (const auto& [key, value] : spec.nodeSelector) {
        const auto found = node.metadata.labels.find(key);
        if (found == node.metadata.labels.end() || found->second != value) return false;
    }
    if (!spec.affinity || !spec.affinity->nodeAffinity) return true;
    const auto& required = spec.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    return !required ||
           std::ranges::any_of(required->nodeSelectorTerms, [&](const auto& term) { return matches(term, node); });
}

/// What every daemon tolerates: it is there to look after nodes that are not well.
std::vector<corev1::Toleration> tolerationsOf(const corev1::PodSpec& spec) {
    auto tolerations = spec.tolerations;
    const auto add = [&](std::string_view key, std::string_view effect) {
        corev1::Toleration toleration;
        toleration.key = key;
        toleration.operator_ = corev1::kTolerationOpExists;
        toleration.effect = effect;
        const bool known =
            std::ranges::any_of(tolerations, [&](const auto& other) { return schema::operator==(other, toleration); });
        if (!known) tolerations.push_back(std::move(toleration));
    };
    add(corev1::kTaintNodeNotReady, corev1::kTaintEffectNoExecute);
    add(corev1::kTaintNodeUnreachable, corev1::kTaintEffectNoExecute);
    add(corev1::kTaintNodeDiskPressure, corev1::kTaintEffectNoSchedule);
    add(corev1::kTaintNodeMemoryPressure, corev1::kTaintEffectNoSchedule);
    add(corev1::kTaintNodePIDPressure, corev1::kTaintEffectNoSchedule);
    add(corev1::kTaintNodeUnschedulable, corev1::kTaintEffectNoSchedule);
    if (spec.hostNetwork) add(corev1::kTaintNodeNetworkUnavailable, corev1::kTaintEffectNoSchedule);
    return tolerations;
}

std::string hashOf(const corev1::Pod& pod) {
    const auto found = pod.metadata.labels.find(appsv1::kControllerRevisionHashLabelKey);
    return found == pod.metadata.labels.end() ? std::string() : found->second;
}

std::int32_t maxUnavailable(const appsv1::DaemonSet& set, std::size_t nodes) {
    const auto& rolling = set.spec.updateStrategy.rollingUpdate;
    if (!rolling || !rolling->maxUnavailable) return 1;
    if (rolling->maxUnavailable->number) return std::max(1, *rolling->maxUnavailable->number);
    const std::string& text = rolling->maxUnavailable->text;
    const auto percent = number(text.substr(0, text.find('%'))).value_or(0);
    return std::max(
        1, static_cast<std::int32_t>(std::ceil(static_cast<double>(percent) * static_cast<double>(nodes) / 100)));
}

}  // namespace

Place placeOn(const corev1::Node& node, const corev1::PodTemplateSpec& podTemplate) {
    if (!wantsNode(podTemplate.spec, node)) return {};
    const auto tolerations = tolerationsOf(podTemplate.spec);
    Place place{true, true};
    for (const auto& taint : node.spec.taints) {
        const bool tolerated = std::ranges::any_of(
            tolerations, [&](const auto& toleration) { return nodelifecycle::tolerates(toleration, taint); });
        if (tolerated || taint.effect == corev1::kTaintEffectPreferNoSchedule) continue;
        place.shouldRun = false;
        if (taint.effect == corev1::kTaintEffectNoExecute) place.mayStay = false;
    }
    return place;
}

std::string nodeOf(const corev1::Pod& pod) {
    if (!pod.spec.nodeName.empty()) return pod.spec.nodeName;
    if (!pod.spec.affinity || !pod.spec.affinity->nodeAffinity) return {};
    const auto& required = pod.spec.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    if (!required) return {};
    for (const auto& term : required->nodeSelectorTerms)
        for (const auto& field : term.matchFields)
            if (field.key == "metadata.name" && field.values.size() == 1) return field.values[0];
    return {};
}

corev1::Pod podFor(const Object& set, const std::string& hash, const std::string& node) {
    corev1::Pod pod = podFromTemplate(set.as<appsv1::DaemonSet>().spec.template_, set);
    pod.metadata.labels[std::string(appsv1::kControllerRevisionHashLabelKey)] = hash;
    corev1::NodeSelectorRequirement name;
    name.key = "metadata.name";
    name.operator_ = corev1::kNodeSelectorOpIn;
    name.values = {node};
    auto& terms = pod.spec.affinity.ensure()
                      .nodeAffinity.ensure()
                      .requiredDuringSchedulingIgnoredDuringExecution.ensure()
                      .nodeSelectorTerms;
    if (terms.empty()) terms.emplace_back();
    for (auto& term : terms) term.matchFields = {name};
    pod.spec.tolerations = tolerationsOf(pod.spec);
    return pod;
}

Plan planDaemons(const appsv1::DaemonSet& set, const std::string& hash, const std::vector<ObjectRef>& nodes,
                 const std::vector<ObjectRef>& pods, async::SystemTime now) {
    Plan plan;
    plan.status.observedGeneration = set.metadata.generation;
    plan.status.collisionCount = set.status.collisionCount;
    plan.status.conditions = set.status.conditions;
    std::map<std::string, std::vector<ObjectRef>> byNode;
    for (const ObjectRef& pod : pods) byNode[nodeOf(pod->as<corev1::Pod>())].push_back(pod);

    std::vector<ObjectRef> outdated;
    std::int32_t unavailable = 0;
    for (const ObjectRef& node : nodes) {
        const Place place = placeOn(node->as<corev1::Node>(), set.spec.template_);
        auto here = byNode.extract(node->name());
        std::vector<ObjectRef> kept;
        if (here) {
            // Ended daemons are made anew; of several on one node the oldest stays.
            std::ranges::stable_sort(here.mapped(), {},
                                     [](const ObjectRef& pod) { return pod->meta().creationTimestamp; });
            for (const ObjectRef& pod : here.mapped()) {
                if (pod->meta().deletionTimestamp) continue;
                if (hasEnded(pod->as<corev1::Pod>()) || (!place.shouldRun && !place.mayStay) || !kept.empty())
                    plan.remove.push_back(pod);
                else
                    kept.push_back(pod);
            }
        }
        if (!place.shouldRun) {
            plan.status.numberMisscheduled += !kept.empty();
            continue;
        }
        ++plan.status.desiredNumberScheduled;
        if (kept.empty()) {
            if (!here || here.mapped().empty()) plan.createOn.push_back(node->name());
            ++unavailable;
            continue;
        }
        const auto& pod = kept.front()->as<corev1::Pod>();
        const bool available = isAvailable(pod, set.spec.minReadySeconds, now);
        ++plan.status.currentNumberScheduled;
        plan.status.numberReady += isReady(pod);
        plan.status.numberAvailable += available;
        unavailable += !available;
        if (hashOf(pod) == hash)
            ++plan.status.updatedNumberScheduled;
        else
            outdated.push_back(kept.front());
    }
    plan.status.numberUnavailable = plan.status.desiredNumberScheduled - plan.status.numberAvailable;
    // Nodes that are gone take their pods with them.
    for (const auto& [node, left] : byNode)
        for (const ObjectRef& pod : left)
            if (!pod->meta().deletionTimestamp) plan.remove.push_back(pod);

    if (set.spec.updateStrategy.type != appsv1::kOnDeleteDaemonSetStrategyType) {
        std::int32_t room =
            maxUnavailable(set, static_cast<std::size_t>(plan.status.desiredNumberScheduled)) - unavailable;
        for (const ObjectRef& pod : outdated) {
            const bool serves = isAvailable(pod->as<corev1::Pod>(), set.spec.minReadySeconds, now);
            if (serves && room-- <= 0) continue;
            plan.remove.push_back(pod);
        }
    }
    return plan;
}

}  // namespace armillary::controllers::daemonset
