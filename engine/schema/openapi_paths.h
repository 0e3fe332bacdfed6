#pragma once

#include <boost/json.hpp>

#include "engine/schema/openapi.h"
#include "engine/schema/openapi_schema.h"

namespace armillary::schema::openapi {

/// Adds the paths of one resource and of its subresources to `paths`, and to `schemas` what they mention.
void addPaths(const OpenApiResource& resource, Schemas& schemas, boost::json::object& paths);

}  // namespace armillary::schema::openapi
