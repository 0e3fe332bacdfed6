#pragma once

#include "engine/controllers/application/live.h"
#include "engine/controllers/application/round.h"

namespace armillary::controllers::applications {

/// Puts what was rendered where it goes: objects of namespaced kinds that name no namespace into the destination's,
/// those of others into none; each with the tracking annotation. The problem names the object.
gitops::Expected<Wanted> place(const Manifests& manifests, const Live& live, const std::string& instance,
                               const std::string& destination);

}  // namespace armillary::controllers::applications
