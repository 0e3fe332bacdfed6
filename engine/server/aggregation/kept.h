#pragma once

#include <optional>
#include <string>

#include "engine/server/aggregation/aggregator.h"

namespace armillary::server::aggregation {

/// A document of another server, and when it was asked for.
struct Aggregator::Kept {
    std::string uid, spec;  ///< of the APIService that it belongs to
    std::optional<async::SteadyTime> asked = {};
    bool failed = true;  ///< until an answer has come
    Document document = {};

    Found found(bool isAvailable) const { return {document, isAvailable && !failed}; }
};

}  // namespace armillary::server::aggregation
