#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/surroundings.h"

namespace armillary::plan {

/// What stands in a change's way.
struct Obstacle {
    std::string_view id;  ///< a word of namespace obstacle: stable, for programs
    std::string message;  ///< a sentence
    /// The field to blame, as FieldDifference has it: it or what it would be in is there; "" for the object.
    std::string path = {};
    /// The server refuses the object. Otherwise it takes it, and what the object makes is refused or does not run.
    bool refused = false;
};

namespace obstacle {
inline constexpr std::string_view kImmutable = "immutable";           ///< a field that never changes
inline constexpr std::string_view kNotServed = "version-not-served";  ///< the cluster does not serve that version
inline constexpr std::string_view kPodSecurity = "pod-security";      ///< the namespace's standard forbids it
inline constexpr std::string_view kPolicy = "admission-policy";       ///< a ValidatingAdmissionPolicy denies it
inline constexpr std::string_view kLimitRange = "limit-range";        ///< a LimitRange's bounds
inline constexpr std::string_view kQuota = "quota";                   ///< more than the namespace may have
inline constexpr std::string_view kNoNode = "no-node";                ///< the scheduler finds no place
inline constexpr std::string_view kNoEviction = "no-eviction";        ///< budgets stop every drain
inline constexpr std::string_view kDefinition = "breaks-objects";     ///< objects that are there do not fit any more
}  // namespace obstacle

/// What of the change will be refused, or will not run, by what the server and the scheduler decide by; nullopt for
/// what changes nothing. Either may be null, as in impactOf(). What only who asks decides is not judged: policies that
/// look at the user or ask about rights, and those whose parameters are not to be found. Sentences have no Secret's
/// values.
std::optional<std::vector<Obstacle>> obstaclesOf(const ObjectRef& before, const ObjectRef& after, Surroundings& around);

}  // namespace armillary::plan
