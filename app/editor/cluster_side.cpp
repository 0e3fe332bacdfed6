#include "cluster_side.h"

#include <stdexcept>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

void mix(std::uint64_t& sum, std::uint64_t more) {
    sum ^= more + 0x9e3779b97f4a7c15ULL + (sum << 6) + (sum >> 2);
}
void mix(std::uint64_t& sum, std::string_view text) {
    mix(sum, std::hash<std::string_view>()(text));
}

void mixNode(std::uint64_t& sum, const Object& object) {
    const auto& node = object.as<corev1::Node>();
    mix(sum, std::uint64_t(node.spec.unschedulable));
    for (const auto& [key, value] : node.metadata.labels) mix(sum, key), mix(sum, value);
    for (const auto& taint : node.spec.taints) mix(sum, taint.key), mix(sum, taint.value), mix(sum, taint.effect);
    for (const auto& [name, amount] : node.status.allocatable) mix(sum, name), mix(sum, amount.text());
}

void mixPod(std::uint64_t& sum, const Object& object) {
    const auto& pod = object.as<corev1::Pod>();
    mix(sum, object.uid());
    mix(sum, pod.spec.nodeName);
    const bool ended = pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
    mix(sum, std::uint64_t(ended));
    for (const auto& [key, value] : pod.metadata.labels) mix(sum, key), mix(sum, value);
}

}  // namespace

void ClusterSide::add(const relations::Kind& kind, std::string namespace_, std::vector<ObjectRef> objects) {
    m_kinds[kind] = {std::move(namespace_), std::move(objects)};
}

ObjectRef ClusterSide::find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const {
    const auto known = m_kinds.find(kind);
    if (known == m_kinds.end()) return nullptr;
    for (const ObjectRef& each : known->second.objects)
        if (each->name() == name && each->namespace_() == namespace_) return each;
    return nullptr;
}

std::vector<ObjectRef> ClusterSide::list(const relations::Kind& kind, std::string_view namespace_) const {
    std::vector<ObjectRef> found;
    const auto known = m_kinds.find(kind);
    if (known == m_kinds.end()) return found;
    for (const ObjectRef& each : known->second.objects)
        if (namespace_.empty() || each->namespace_() == namespace_) found.push_back(each);
    return found;
}

bool ClusterSide::knows(const relations::ObjectId& id) const {
    const auto known = m_kinds.find(id.kind);
    return known != m_kinds.end() && (known->second.namespace_.empty() || known->second.namespace_ == id.namespace_);
}

std::uint64_t ClusterSide::digest() const {
    std::uint64_t sum = 0;
    for (const auto& [kind, known] : m_kinds) {
        mix(sum, kind.text());
        // In no order that stays.
        std::uint64_t all = 0;
        for (const ObjectRef& each : known.objects) {
            std::uint64_t one = 0;
            mix(one, each->key());
            try {
                if (kind == relations::Kind{"", "Node"})
                    mixNode(one, *each);
                else if (kind == relations::Kind{"", "Pod"})
                    mixPod(one, *each);
                else
                    mix(one, static_cast<std::uint64_t>(each->revision()));
            } catch (const std::logic_error&) {
                // What cannot be read counts by its name.
            }
            all += one;
        }
        mix(sum, all);
    }
    return sum;
}

}  // namespace armillary::app
