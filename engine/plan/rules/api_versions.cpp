#include "engine/manifest/api_versions.h"

#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"

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

void versions(const Change& change, Obstacles& out) {
    if (change.isRemoved()) return;
    const auto served = change.around.served(change.kind);
    if (!served || served->empty()) return;
    const std::string& wanted = change.after->apiVersion();
    if (std::ranges::contains(*served, wanted.substr(wanted.find('/') + 1))) return;
    out.push_back(
        {obstacle::kNotServed,
         std::format("The cluster does not serve {} of {}, but of {}.", change.kind.name, wanted, listed(*served)),
         "apiVersion", true});
}

}  // namespace armillary::plan::rules
