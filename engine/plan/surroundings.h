#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/relations/relations.h"

namespace armillary::scheduler {
class Placeable;
}

namespace armillary::plan {

class Policies;

/// What changes meet in a cluster: worked out when it is first asked for, and once for however many of them. Not
/// thread-safe.
class Surroundings {
public:
    /// `was`: what runs before; `planned`: the same, and what comes along, see Planned. Both outlive it and stay as
    /// they are.
    Surroundings(const relations::World& was, const relations::World& planned);
    ~Surroundings();

    const relations::World& was() const { return m_was; }
    const relations::World& planned() const { return m_planned; }

    /// The versions in which the cluster serves a kind; nullopt where nobody knows.
    using Served = std::function<std::optional<std::vector<std::string>>(const relations::Kind& kind)>;
    void setServed(Served served) { m_served = std::move(served); }
    std::optional<std::vector<std::string>> served(const relations::Kind& kind) const {
        return m_served ? m_served(kind) : std::nullopt;
    }

    /// Of `planned`, kept.
    const std::vector<ObjectRef>& list(const relations::Kind& kind, const std::string& namespace_);
    /// The nodes and the pods on them; null where no node is known.
    scheduler::Placeable* placeable();
    /// The admission policies that there will be.
    const Policies& policies();
    /// Keys of the pods that belong to a workload, by way of what it makes.
    const std::vector<std::string>& podsOf(const Object& workload);

private:
    struct Kept;

    const relations::World& m_was;
    const relations::World& m_planned;
    Served m_served;
    std::unique_ptr<Kept> m_kept;
};

}  // namespace armillary::plan
