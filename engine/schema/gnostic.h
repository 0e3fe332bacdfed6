#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace armillary::schema::openapi {

/// A Swagger 2.0 document, as openApiV2() makes it, in the protobuf form of openapi.v2.Document.
/// Source: github.com/google/gnostic-models, openapiv2/OpenAPIv2.proto.
std::string gnosticDocument(const boost::json::object& document);

}  // namespace armillary::schema::openapi
