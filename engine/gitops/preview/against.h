#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/gitops/preview/compare.h"
#include "engine/gitops/preview/field_owner.h"
#include "engine/gitops/preview/live.h"
#include "engine/plan/surroundings.h"

/// A comparison of two revisions, seen from what really runs.
namespace armillary::gitops {

/// An object that does not run as the base says.
struct Drift {
    enum class Kind {
        Changed,
        Missing,    ///< the base has it, and it does not run
        Unforeseen  ///< the base does not have it, the head makes it, and it is there already
    };
    struct Field {
        plan::FieldDifference difference;  ///< from what the base says, to what runs
        std::optional<FieldOwner> by;      ///< nothing when nobody knows
    };
    Kind kind = Kind::Changed;
    std::string application;
    ObjectRef object;  ///< as the repository has it
    std::vector<Field> fields;
};

/// Made anew for each sync, as Argo CD and Helm do it.
bool isHook(const Object& object);

/// What differs between what one application's base says and what runs, by the fields that it says: others are
/// somebody else's. Hooks are left out: they come and go.
std::vector<Drift> driftOf(const std::string& application, const std::vector<PlacedObject>& before,
                           const std::vector<PlacedObject>& after, const LiveWorld& world);

/// What a change does to what runs. `around` is that, and the same with all changes. What the base and the head
/// say is applied to what is there, so that fields of others stay.
std::vector<plan::Impact> impactOn(const ObjectChange& change, const LiveWorld& world, plan::Surroundings& around);

/// What runs, once the head's objects have been applied in the place of the base's.
std::vector<ObjectRef> outcomesOf(const std::vector<PlacedObject>& before, const std::vector<PlacedObject>& after,
                                  const LiveWorld& world);

/// Says of what is made or changed whether its version of the kind is served. Kinds that `defined` holds come along.
/// The error: the cluster does not answer.
Result<> judgeVersion(ObjectChange& change, Live& live, const std::vector<relations::Kind>& defined);

}  // namespace armillary::gitops
