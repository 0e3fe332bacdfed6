#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::statefulset {

/// One version of the template, under the name of its controller revision.
struct Revision {
    std::string name;
    corev1::PodTemplateSpec podTemplate;
};

struct Inputs {
    const Object& set;
    Revision current, update;
    std::int32_t collisionCount = 0;
    std::vector<ObjectRef> pods;  ///< the set's own
    std::function<ObjectRef(const std::string& name)> claim;
    async::SystemTime now;
};

struct Step {
    enum class Kind {
        DeletePod,
        CreatePod,     ///< after its claims
        CreateClaims,  ///< those of `pod` that are missing
        UpdatePod,     ///< `pod` as it shall be
        OwnClaims,     ///< set the owners of `pod`'s claims
    };
    Kind kind;
    corev1::Pod pod;
};

/// What to do about one pod, step by step.
using Work = std::vector<Step>;

/// Phases come one after the other; a failure in one ends the plan. Within one, work goes side by side when `parallel`.
struct Phase {
    std::vector<Work> work;
    bool parallel = false;
};

struct Plan {
    std::vector<Phase> phases;
    appsv1::StatefulSetStatus status;
    bool waitsForClaim = false;  ///< a claim of a former pod has to be gone first, which no event of ours tells
};

/// The next steps of a set. OrderedReady: one pod at a time, up in order and down in reverse, each waiting for those
/// before it. Parallel: all at once. Updates take one pod at a time, from the last, in both.
Plan planSet(const Inputs& inputs);

}  // namespace armillary::controllers::statefulset
