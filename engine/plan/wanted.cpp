#include "engine/plan/wanted.h"

#include <format>

#include "engine/resources/usage/limit_ranges.h"
#include "engine/schema/json_codec.h"

namespace armillary::plan {

std::string Wanted::at(std::string_view path) const {
    return path.empty() ? spec : std::format("{}.{}", spec, path);
}

std::string Wanted::inContainer(std::string_view name, std::string_view path) const {
    bool initial = false;
    for (const auto& container : pod.spec.initContainers) initial = initial || container.name == name;
    return std::format("{}.{}[name={}]{}{}", spec, initial ? "initContainers" : "containers", name,
                       path.empty() ? "" : ".", path);
}

ObjectRef Wanted::object() const {
    std::string json;
    schema::encodeJson(schema::typeInfo<corev1::Pod>(), &pod, json);
    auto parsed = Object::parse(std::move(json));
    return parsed ? std::move(*parsed) : nullptr;
}

std::string Wanted::refusal(std::string_view words) const {
    return std::format("{} refused: {}.", itself ? "It is" : "Its pods are", words);
}

std::optional<Wanted> wantedBy(const ObjectRef& object, Surroundings& around) {
    const Pods pods = podsOf(object);
    if (!pods) return std::nullopt;
    Wanted wanted;
    wanted.itself = object->kind() == "Pod";
    wanted.pod.apiVersion = "v1";
    wanted.pod.kind = "Pod";
    wanted.pod.metadata = *pods.meta;
    wanted.pod.metadata.namespace_ = object->namespace_();
    if (!wanted.itself) wanted.pod.metadata.generateName = object->name() + "-";
    wanted.pod.spec = *pods.spec;
    wanted.count = replicasOf(object);
    wanted.spec = relations::podTemplateOf(relations::kindOf(*object)).spec;
    for (const ObjectRef& range : around.list({"", "LimitRange"}, object->namespace_()))
        if (const auto* limits = typed<corev1::LimitRange>(range))
            static_cast<void>(resources::usage::applyDefaults(*limits, wanted.pod));
    return wanted;
}

std::optional<Wanted> newlyWanted(const Change& change) {
    if (change.isRemoved()) return std::nullopt;
    auto wanted = wantedBy(change.after, change.around);
    if (!wanted) return std::nullopt;
    const Pods old = podsOf(change.before);
    const bool same = old && *old.spec == *podsOf(change.after).spec && *old.meta == *podsOf(change.after).meta;
    if (same && wanted->count <= replicasOf(change.before)) return std::nullopt;
    return wanted;
}

}  // namespace armillary::plan
