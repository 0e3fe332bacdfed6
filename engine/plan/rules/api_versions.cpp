#include "engine/manifest/api_versions.h"

#include <format>

#include "engine/plan/rules/rules.h"

namespace armillary::plan::rules {

void removedApis(const Change& change, Impacts& out) {
    if (change.isRemoved()) return;
    const Object& object = *change.after;
    const auto removed = manifest::removedVersionOf(object.apiVersion(), object.kind());
    if (!removed) return;
    out.push_back(
        {impact::kRemovedApi,
         std::format("Kubernetes serves {} of {} no more since {}{}.", object.kind(), object.apiVersion(),
                     removed->removedIn,
                     removed->replacement.empty() ? "" : std::format(": it is {} now", removed->replacement))});
}

}  // namespace armillary::plan::rules
