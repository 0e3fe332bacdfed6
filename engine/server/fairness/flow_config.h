#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/schema/object.h"
#include "engine/server/authz.h"
#include "engine/server/fairness/seats.h"

namespace armillary::server::fairness {

/// As what a request is served.
struct Classification {
    std::string schemaUid, levelUid;  ///< "" where a mandatory object is missing from the cluster
    std::string level;
    bool exempt = false;
    std::uint64_t flow = 0;  ///< a hash of the schema and what it tells flows apart by
};

/// FlowSchemas and PriorityLevelConfigurations as they were at one moment. Mandatory objects that are missing are
/// filled in; schemas of levels that do not exist do not count.
class FlowConfig {
public:
    FlowConfig(std::vector<ObjectRef> schemas, std::vector<ObjectRef> levels);

    /// By the first schema that matches, in the order of precedence, then of names.
    Classification classify(const Attributes& attributes) const;
    /// Of the levels that are not exempt.
    std::vector<LevelLimits> limits() const;

private:
    struct Schema {
        ObjectRef object;
        ObjectRef level;
    };
    std::vector<ObjectRef> m_levels;
    std::vector<Schema> m_schemas;
};

}  // namespace armillary::server::fairness
