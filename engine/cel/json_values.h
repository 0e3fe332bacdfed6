#pragma once

#include <boost/json/fwd.hpp>
#include <memory>

#include "engine/cel/value.h"

namespace armillary::cel {

/// A value inside of a parsed document, which `owner` keeps (null: it is borrowed).
Value valueOf(const boost::json::value& value, std::shared_ptr<const void> owner);

}  // namespace armillary::cel
