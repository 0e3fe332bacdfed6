#pragma once

#include "engine/async/pool.h"
#include "engine/controllers/application/live.h"
#include "engine/controllers/application/round.h"

namespace armillary::controllers::applications {

/// An application's objects beside what the cluster has.
struct Compared {
    gitops::Comparison comparison;
    std::vector<ObjectRef> surplus;  ///< tracked, no hooks, and not wanted
};

/// Compares by dry runs of applying on the server's side: what the server fills in by itself is no difference. What is
/// known to be as it was is not asked for again. Conditions of the round say what cannot be compared.
Compared compare(Round& round, const Wanted& wanted, client::Client& client, const Live& live, async::Pool& helpers);

/// Which of what is tracked is not wanted, read anew: hooks and what is kept by a copied annotation are none of it.
std::vector<ObjectRef> surplusOf(const Wanted& wanted, const std::string& instance, const Live& live);

}  // namespace armillary::controllers::applications
