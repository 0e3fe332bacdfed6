#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/gitops/problem.h"
#include "engine/schema/scalars.h"

/// What trials leave behind, and how it goes.
namespace armillary::gitops {

/// A trial of which something is there.
struct Leftover {
    std::string id, owner;
    schema::Time deadline;  ///< unset when it says none
};

Expected<std::vector<Leftover>> leftovers(client::Client& client);

/// Removes all that a trial has made, and waits until it is gone, or for as long as `patience`. The problem says what
/// is left.
Expected<> removeTrial(client::Client& client, const std::string& id, async::Clock& clock,
                       std::chrono::seconds patience);

/// Removes what trials have left whose deadline is over, or whose owner does not live any more. Returns how many.
Expected<std::size_t> removeLeftovers(client::Client& client,
                                      const std::function<bool(const std::string& owner)>& lives, async::Clock& clock,
                                      std::chrono::seconds patience);

/// Waits, but no longer than somebody wants it to go on.
void pause(async::Clock& clock, std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace armillary::gitops
