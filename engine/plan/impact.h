#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/relations/relations.h"

namespace armillary::plan {

/// What changing an object does to what runs.
struct Impact {
    std::string_view id;  ///< a word of namespace impact: stable, for programs
    std::string message;  ///< a sentence: what, and why
};

namespace impact {
inline constexpr std::string_view kRollout = "rollout";      ///< pods are replaced, as the strategy says
inline constexpr std::string_view kRestart = "restart";      ///< pods are restarted, or have to be to see it
inline constexpr std::string_view kRecreate = "recreate";    ///< all go before the first new one comes
inline constexpr std::string_view kImmutable = "immutable";  ///< the server will refuse it
inline constexpr std::string_view kScale = "scale";
inline constexpr std::string_view kTraffic = "traffic";  ///< who reaches whom
inline constexpr std::string_view kImage = "image";
inline constexpr std::string_view kRbac = "rbac";
inline constexpr std::string_view kPrune = "prune";  ///< it goes, and what goes with it
inline constexpr std::string_view kQuota = "quota";
inline constexpr std::string_view kUnschedulable = "unschedulable";
inline constexpr std::string_view kAdmission = "admission";
inline constexpr std::string_view kRemovedApi = "removed-api";
inline constexpr std::string_view kSecret = "secret";
inline constexpr std::string_view kNone = "none";  ///< nothing that runs notices
}  // namespace impact

/// One field that is another one afterwards. Values as compact JSON, "" for none; a Secret's are left out.
struct FieldDifference {
    std::string path;  ///< lists whose items have keys by these: spec.containers[name=web].image
    std::string from, to;
};

/// What differs between two states of an object but for what servers write (managedFields, status, generation and the
/// like). Lists that the schema has keys for are compared by these, sets without their order. Either may be null.
std::vector<FieldDifference> differences(const ObjectRef& before, const ObjectRef& after);

/// What the change does, the gravest first; never empty: kNone at least. `before` is null for what is made, `after` for
/// what is removed. `world` is what the cluster has before.
std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, const relations::World& world);

}  // namespace armillary::plan
