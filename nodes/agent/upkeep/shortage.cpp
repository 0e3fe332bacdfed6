#include "nodes/agent/upkeep/shortage.h"

namespace armillary::agent {

std::vector<Shortage> RecentShortages::note(const std::vector<Shortage>& now) {
    const std::lock_guard lock(m_mutex);
    const auto at = m_clock.steady();
    for (const Shortage& each : now) m_seen[each.resource] = {each, at};
    std::erase_if(m_seen, [&](const auto& pair) { return at - pair.second.second >= kTransition; });
    std::vector<Shortage> out;
    for (const auto& [resource, seen] : m_seen) out.push_back(seen.first);
    return out;
}

}  // namespace armillary::agent
