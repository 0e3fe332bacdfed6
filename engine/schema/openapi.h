#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/schema/table.h"

/// OpenAPI documents written from the type tables, as kubectl's validation, `explain` and client generators read them:
/// definitions with descriptions, x-kubernetes-group-version-kind, list and patch markers, and the paths.
namespace armillary::schema {

/// One served resource, as much as OpenAPI has to know of it.
struct OpenApiResource {
    std::string group, version, kind, plural;
    bool namespaced = true;
    std::vector<std::string> verbs;
    std::vector<std::string> subresources;  ///< "status", "scale", …
    const TypeInfo* type = nullptr;
    const TypeInfo* listType = nullptr;  ///< where it is not the type's "…List"
    /// Schemas that are not written from tables, by name: JSON for a document that keeps its schemas below the prefix.
    /// A resource of which one is no JSON object is left out of the document; the others are not.
    std::vector<std::pair<std::string, std::string (*)(const void* context, const std::string& prefix)>> models;
    const void* context = nullptr;  ///< handed to those
};

/// /openapi/v2 as JSON (Swagger 2.0).
std::string openApiV2(std::span<const OpenApiResource> resources, std::string_view serverVersion);
/// /openapi/v2 in its protobuf form (gnostic openapi_v2.Document; kubectl asks for
/// application/com.github.proto-openapi.spec.v2@v1.0+protobuf).
std::string openApiV2Protobuf(std::span<const OpenApiResource> resources, std::string_view serverVersion);
/// Another server's Swagger 2.0 document, and the paths below which it counts ("/apis/GROUP/VERSION").
struct ForeignOpenApi {
    std::string_view document, prefix;
};
/// `own`, as openApiV2() makes it, with the others' paths and what they refer to; one that cannot be read is left out,
/// and a definition of a name that is taken stays as it is. With `protobuf` in that form.
std::string mergeOpenApiV2(std::string_view own, std::span<const ForeignOpenApi> others, bool protobuf);
/// One /openapi/v3/apis/GROUP/VERSION document as JSON. All `resources` are of that group and version.
std::string openApiV3(std::span<const OpenApiResource> resources, std::string_view serverVersion);

}  // namespace armillary::schema
