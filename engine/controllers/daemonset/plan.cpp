#include "engine/controllers/daemonset/plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <tuple>

#include "engine/controllers/framework/pods.h"
#include "engine/volumes/placement.h"

namespace armillary::controllers::daemonset {

namespace {

/// How often the template had changed when the pod was made; older tools read it.
constexpr std::string_view kTemplateGenerationLabel = "pod-template-generation";

std::optional<std::int64_t> number(const std::string& text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

bool wantsNode(const corev1::PodSpec& spec, const corev1::Node& node) {
    if (!spec.nodeName.empty() && spec.nodeName != node.metadata.name) return false;
    return volumes::isSelected(spec, node.metadata.labels, node.metadata.name);
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

/// A number, or a share of the nodes rounded up; 0 when absent or unreadable.
std::int32_t resolve(const std::optional<schema::IntOrString>& value, std::int32_t nodes) {
    if (!value) return 0;
    if (value->number) return std::max(0, *value->number);
    const auto percent = number(value->text.substr(0, value->text.find('%'))).value_or(0);
    return std::max(0, static_cast<std::int32_t>(std::ceil(static_cast<double>(percent) * nodes / 100)));
}

}  // namespace

Place placeOn(const corev1::Node& node, const corev1::PodTemplateSpec& podTemplate) {
    if (!wantsNode(podTemplate.spec, node)) return {};
    const auto tolerations = tolerationsOf(podTemplate.spec);
    Place place{true, true};
    for (const auto& taint : node.spec.taints) {
        const bool tolerated = std::ranges::any_of(
            tolerations, [&](const auto& toleration) { return volumes::tolerates(toleration, taint); });
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
    const auto& annotations = set.meta().annotations;
    if (const auto generation = annotations.find(appsv1::kDeprecatedTemplateGeneration);
        generation != annotations.end() && number(generation->second))
        pod.metadata.labels[std::string(kTemplateGenerationLabel)] = generation->second;
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

namespace {

class Planner {
public:
    explicit Planner(const Inputs& inputs) : m_in(inputs), m_set(inputs.set) {}

    Plan run() {
        m_plan.status.observedGeneration = m_set.metadata.generation;
        m_plan.status.collisionCount = m_set.status.collisionCount;
        m_plan.status.conditions = m_set.status.conditions;
        for (const ObjectRef& object : m_in.pods) {
            // One that has ended and is being deleted holds nothing: its successor need not wait for its finalizers.
            const auto& pod = object->as<corev1::Pod>();
            if (!hasEnded(pod) || !pod.metadata.deletionTimestamp) m_byNode[nodeOf(pod)].push_back(object);
        }
        for (auto& [node, pods] : m_byNode)
            std::ranges::stable_sort(pods, {}, [](const ObjectRef& pod) {
                return std::tuple(pod->as<corev1::Pod>().spec.nodeName.empty(), pod->meta().creationTimestamp);
            });
        for (const ObjectRef& node : m_in.nodes)
            m_places[node->name()] = placeOn(node->as<corev1::Node>(), m_set.spec.template_);
        const auto desired = static_cast<std::int32_t>(
            std::ranges::count_if(m_places, [](const auto& entry) { return entry.second.shouldRun; }));
        const bool rolling = m_set.spec.updateStrategy.type != appsv1::kOnDeleteDaemonSetStrategyType;
        if (const auto& limits = m_set.spec.updateStrategy.rollingUpdate; rolling && limits) {
            m_maxSurge = resolve(limits->maxSurge, desired);
            m_maxUnavailable = limits->maxUnavailable ? resolve(limits->maxUnavailable, desired) : 1;
        }
        // Percentages may round both to zero; an update must be able to move.
        if (m_maxSurge == 0 && m_maxUnavailable == 0) m_maxUnavailable = 1;
        for (const auto& [node, place] : m_places) manage(node, place);
        // Pods that wait for a node that is gone would wait for ever; those that were on it are their collector's.
        for (const auto& [node, pods] : m_byNode)
            if (!m_places.contains(node)) removeAll(unbound(pods));
        m_plan.status.desiredNumberScheduled = desired;
        m_plan.status.numberUnavailable = desired - m_plan.status.numberAvailable;
        if (rolling) m_maxSurge == 0 ? replace() : surge();
        return std::move(m_plan);
    }

private:
    bool available(const ObjectRef& pod) const {
        return isAvailable(pod->as<corev1::Pod>(), m_set.spec.minReadySeconds, m_in.now);
    }
    bool isCurrent(const ObjectRef& pod) const { return hashOf(pod->as<corev1::Pod>()) == m_in.hash; }
    void remove(const ObjectRef& pod) {
        if (!std::ranges::contains(m_plan.remove, pod)) m_plan.remove.push_back(pod);
    }
    void removeAll(const std::vector<ObjectRef>& pods) {
        for (const ObjectRef& pod : pods)
            if (!pod->meta().deletionTimestamp) remove(pod);
    }
    static std::vector<ObjectRef> unbound(std::vector<ObjectRef> pods) {
        std::erase_if(pods, [](const ObjectRef& pod) { return !pod->as<corev1::Pod>().spec.nodeName.empty(); });
        return pods;
    }
    const std::vector<ObjectRef>& on(const std::string& node) const {
        static const std::vector<ObjectRef> none;
        const auto found = m_byNode.find(node);
        return found == m_byNode.end() ? none : found->second;
    }

    void manage(const std::string& node, const Place& place) {
        const auto& pods = on(node);
        count(place, pods);
        if (place.shouldRun && pods.empty()) {
            m_plan.createOn.push_back(node);
        } else if (!place.mayStay) {
            removeAll(pods);
        } else {
            std::vector<ObjectRef> running;
            for (const ObjectRef& pod : pods) {
                if (pod->meta().deletionTimestamp) continue;
                if (!hasEnded(pod->as<corev1::Pod>()))
                    running.push_back(pod);
                else
                    removeEnded(node, pod);
            }
            prune(running);
        }
    }

    void count(const Place& place, const std::vector<ObjectRef>& pods) {
        auto& status = m_plan.status;
        if (pods.empty()) return;
        if (!place.shouldRun) {
            ++status.numberMisscheduled;
            return;
        }
        const ObjectRef& pod = pods.front();
        ++status.currentNumberScheduled;
        status.numberReady += isReady(pod->as<corev1::Pod>());
        status.numberAvailable += available(pod);
        status.updatedNumberScheduled += isCurrent(pod);
    }

    /// Failed daemons are replaced ever more slowly: whoever refuses them would refuse the next one as well.
    void removeEnded(const std::string& node, const ObjectRef& pod) {
        if (pod->as<corev1::Pod>().status.phase == corev1::kPodFailed && m_in.backoff)
            if (const auto left = m_in.backoff(node); left > left.zero()) {
                m_plan.again = m_plan.again ? std::min(*m_plan.again, left) : left;
                return;
            }
        remove(pod);
    }

    /// The oldest stays; with surge the oldest of each version, until the new one serves or the old one does not.
    void prune(const std::vector<ObjectRef>& running) {
        if (running.size() <= 1) return;
        if (m_maxSurge == 0) return removeAll({running.begin() + 1, running.end()});
        ObjectRef newest, old;
        for (const ObjectRef& pod : running) {
            ObjectRef& slot = isCurrent(pod) ? newest : old;
            if (slot)
                remove(pod);
            else
                slot = pod;
        }
        if (newest && old && (!isReady(old->as<corev1::Pod>()) || available(newest))) remove(old);
    }

    /// The pods of a node that stay, by version; false when there are more than one of either.
    bool findVersions(const std::vector<ObjectRef>& pods, ObjectRef& current, ObjectRef& old) const {
        for (const ObjectRef& pod : pods) {
            if (pod->meta().deletionTimestamp) continue;
            ObjectRef& slot = isCurrent(pod) ? current : old;
            if (slot) return false;
            slot = pod;
        }
        return true;
    }

    void replace() {
        std::int32_t unavailable = 0;
        std::vector<ObjectRef> candidates;
        for (const auto& [node, place] : m_places) {
            const auto& pods = on(node);
            if (pods.empty() && !place.shouldRun) continue;
            ObjectRef current, old;
            if (!findVersions(pods, current, old) || bool(current) == bool(old)) {
                ++unavailable;
            } else if (current) {
                unavailable += !available(current);
            } else if (!available(old)) {
                // One that does not serve costs nothing to replace; one that failed waits for its time.
                if (!hasEnded(old->as<corev1::Pod>())) remove(old);
            } else {
                candidates.push_back(old);
            }
        }
        for (const ObjectRef& pod : candidates)
            if (unavailable++ < m_maxUnavailable) remove(pod);
    }

    void surge() {
        std::int32_t surging = 0;
        std::vector<std::string> candidates;
        for (const auto& [node, pods] : m_byNode) {
            const auto place = m_places.find(node);
            if (place == m_places.end() || !place->second.shouldRun) continue;
            ObjectRef current, old;
            if (!findVersions(pods, current, old)) {
                ++surging;
            } else if (old && !current) {
                if (available(old))
                    candidates.push_back(node);
                else
                    m_plan.createOn.push_back(node);
            } else if (old && !available(current)) {
                ++surging;
            } else if (old) {
                remove(old);
            }
        }
        for (const std::string& node : candidates)
            if (surging++ < m_maxSurge) m_plan.createOn.push_back(node);
    }

    const Inputs& m_in;
    const appsv1::DaemonSet& m_set;
    std::int32_t m_maxSurge = 0, m_maxUnavailable = 1;
    std::map<std::string, std::vector<ObjectRef>> m_byNode;  ///< the oldest first
    std::map<std::string, Place> m_places;
    Plan m_plan;
};

}  // namespace

Plan planDaemons(const Inputs& inputs) {
    return Planner(inputs).run();
}

}  // namespace armillary::controllers::daemonset
