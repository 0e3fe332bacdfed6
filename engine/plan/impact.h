#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/surroundings.h"
#include "engine/relations/relations.h"

namespace armillary::plan {

/// What changing an object does to what runs.
struct Impact {
    std::string_view id;    ///< a word of namespace impact: stable, for programs
    std::string message;    ///< a sentence: what, and why
    std::int64_t pods = 0;  ///< how many it replaces, restarts, starts or ends; 0 where nobody knows
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
inline constexpr std::string_view kDrain = "drain";  ///< nodes cannot be emptied of it
inline constexpr std::string_view kSecret = "secret";
inline constexpr std::string_view kNone = "none";  ///< nothing that runs notices
}  // namespace impact

/// Ids by how grave they are, 0 the gravest; what is none of them comes last.
int gravityOf(std::string_view id);

/// One field that is another one afterwards. Values as compact JSON, "" for none; a Secret's are "(hidden)".
struct FieldDifference {
    /// Lists whose items have keys by these: spec.containers[name=web].image, metadata.labels["example.org/a"].
    std::string path;
    std::string from, to;
};

inline constexpr std::size_t kMostDifferences = 10'000;  ///< what is beyond is left out

/// What differs between two states of an object but for what servers write (managedFields, status, generation and the
/// like), and but for what they would write by themselves into what is left out: defaults, addresses. Lists that the
/// schema has keys for are compared by these, sets without their order. Either may be null.
std::vector<FieldDifference> differences(const ObjectRef& before, const ObjectRef& after);

/// What the change does, the gravest first; never empty: kNone at least. `before` is null for what is made, `after` for
/// what is removed. `world` is what the cluster has before; what it does not have is taken for absent, so that one
/// without nodes or quotas says nothing of these. Sentences never have a Secret's values.
std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, const relations::World& world);
/// The same where other changes come along: `planned` is `world` as they leave it, see Planned.
std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, const relations::World& world,
                             const relations::World& planned);
/// The same for many changes that meet the same.
std::vector<Impact> impactOf(const ObjectRef& before, const ObjectRef& after, Surroundings& around);

}  // namespace armillary::plan
