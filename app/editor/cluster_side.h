#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/editor/cluster_check.h"
#include "engine/editor/project.h"

namespace armillary::app {

/// What a cluster has, as of one moment: of the kinds that were followed, and with the user's rights. Does not change,
/// and may be read backstage.
class ClusterSide final : public relations::World {
public:
    /// `namespace_`: of which namespace alone it is known; "" for all.
    void add(const relations::Kind& kind, std::string namespace_, std::vector<ObjectRef> objects);

    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;
    /// Whether it is known if there is such an object.
    bool knows(const relations::ObjectId& id) const;

    /// The same for two sides that every check says the same of: what nodes and pods report of themselves all the time
    /// is no part of it.
    std::uint64_t digest() const;

private:
    struct Known {
        std::string namespace_;
        std::vector<ObjectRef> objects;
    };
    std::map<relations::Kind, Known> m_kinds;
};

}  // namespace armillary::app
