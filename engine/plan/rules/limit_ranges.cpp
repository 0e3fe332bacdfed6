#include "engine/resources/usage/limit_ranges.h"

#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wanted.h"

namespace armillary::plan::rules {

void limitRanges(const Change& change, Obstacles& out) {
    if (change.isRemoved()) return;
    const auto& ranges = change.around.list({"", "LimitRange"}, change.namespace_());
    const auto* claim = typed<corev1::PersistentVolumeClaim>(change.after);
    // Of pods that are there nobody asks again.
    const auto wanted = change.is("", "Pod") && !change.isMade() ? std::nullopt : newlyWanted(change);
    for (const ObjectRef& object : ranges) {
        const auto* range = typed<corev1::LimitRange>(object);
        if (!range) continue;
        if (claim)
            for (const auto& each : resources::usage::beyond(*range, *claim))
                out.push_back({obstacle::kLimitRange,
                               std::format("LimitRange {} refuses it: {}.", object->name(), each.text),
                               "spec.resources.requests.storage", true});
        if (!wanted) continue;
        for (const auto& each : resources::usage::beyond(*range, wanted->pod))
            out.push_back({obstacle::kLimitRange,
                           std::format("LimitRange {} refuses {}: {}.", object->name(),
                                       wanted->itself ? "it" : "its pods", each.text),
                           each.container.empty() ? wanted->at({}) : wanted->inContainer(each.container, "resources"),
                           wanted->itself});
    }
}

}  // namespace armillary::plan::rules
