#pragma once

#include <map>

#include "engine/relations/relations.h"

namespace armillary::plan {

/// A world and what a plan adds to it or changes in it, so that a service knows of the workload that comes with it.
class Planned final : public relations::World {
public:
    /// `base` outlives it.
    Planned(const relations::World& base, std::vector<ObjectRef> objects);

    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

private:
    const relations::World& m_base;
    std::map<relations::ObjectId, ObjectRef> m_objects;
};

}  // namespace armillary::plan
