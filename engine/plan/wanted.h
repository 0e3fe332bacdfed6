#pragma once

#include <optional>
#include <string>

#include "engine/plan/change.h"

/// The pods that an object wants. For the sources of this folder only.
namespace armillary::plan {

struct Wanted {
    corev1::Pod pod;         ///< one of them, with what the namespace's LimitRanges fill in
    std::int64_t count = 0;  ///< how many there are of it at once
    std::string spec;        ///< where their specification is: "spec.template.spec"
    bool itself = false;     ///< the object is the pod

    /// "spec.template.spec.containers[name=web].resources"; of the specification itself for "".
    std::string at(std::string_view path) const;
    std::string inContainer(std::string_view name, std::string_view path = {}) const;
    /// As the server would be given it.
    ObjectRef object() const;
    /// "The server refuses it: WORDS.", or its pods, which whoever makes them will not get.
    std::string refusal(std::string_view words) const;
};

/// Nothing for what makes no pods.
std::optional<Wanted> wantedBy(const ObjectRef& object, Surroundings& around);
/// Of a change whose pods are others than before, or more.
std::optional<Wanted> newlyWanted(const Change& change);

}  // namespace armillary::plan
