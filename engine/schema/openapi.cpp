#include "engine/schema/openapi.h"

#include <algorithm>

#include "engine/schema/api/metav1.h"
#include "engine/schema/gnostic.h"
#include "engine/schema/json_document.h"
#include "engine/schema/openapi_paths.h"
#include "engine/schema/openapi_schema.h"

namespace armillary::schema {

namespace json = boost::json;

namespace {

struct Parts {
    json::object paths, schemas;
};

/// Adds the resource's own models; false, and none of them, when one cannot be read.
bool declareModels(const OpenApiResource& resource, const std::string& prefix, openapi::Schemas& schemas) {
    std::vector<std::pair<std::string_view, json::object>> models;
    for (const auto& [name, model] : resource.models) {
        auto parsed = parseDocument(model(resource.context, prefix));
        if (!parsed || !parsed->is_object()) return false;
        models.emplace_back(name, std::move(parsed->get_object()));
    }
    for (auto& [name, model] : models) schemas.declare(name, std::move(model));
    return true;
}

Parts collect(std::span<const OpenApiResource> resources, openapi::Version version) {
    openapi::Schemas schemas(version);
    Parts parts;
    const std::string prefix = version == openapi::Version::V2 ? "#/definitions/" : "#/components/schemas/";
    for (const OpenApiResource& resource : resources) {
        if (!declareModels(resource, prefix, schemas)) continue;
        openapi::addPaths(resource, schemas, parts.paths);
    }
    if (std::ranges::any_of(resources, [](const OpenApiResource& resource) { return !resource.models.empty(); })) {
        schemas.refer(typeInfo<metav1::ObjectMeta>());
        schemas.refer(typeInfo<metav1::ListMeta>());
    }
    schemas.refer(typeInfo<metav1::Status>());
    schemas.refer(typeInfo<metav1::WatchEvent>());
    parts.schemas = schemas.take();
    return parts;
}

json::object info(std::string_view serverVersion) {
    return {{"title", "Kubernetes"}, {"version", serverVersion}};
}

json::object bearerToken() {
    return {{"type", "apiKey"},
            {"name", "authorization"},
            {"in", "header"},
            {"description", "Bearer Token authentication"}};
}

json::object documentV2(std::span<const OpenApiResource> resources, std::string_view serverVersion) {
    Parts parts = collect(resources, openapi::Version::V2);
    return {{"swagger", "2.0"},
            {"info", info(serverVersion)},
            {"paths", std::move(parts.paths)},
            {"definitions", std::move(parts.schemas)},
            {"securityDefinitions", json::object{{"BearerToken", bearerToken()}}},
            {"security", json::array{json::object{{"BearerToken", json::array()}}}}};
}

}  // namespace

std::string openApiV2(std::span<const OpenApiResource> resources, std::string_view serverVersion) {
    return json::serialize(documentV2(resources, serverVersion));
}

std::string openApiV2Protobuf(std::span<const OpenApiResource> resources, std::string_view serverVersion) {
    return openapi::gnosticDocument(documentV2(resources, serverVersion));
}

std::string openApiV3(std::span<const OpenApiResource> resources, std::string_view serverVersion) {
    Parts parts = collect(resources, openapi::Version::V3);
    return json::serialize(
        json::object{{"openapi", "3.0.0"},
                     {"info", info(serverVersion)},
                     {"paths", std::move(parts.paths)},
                     {"components", json::object{{"schemas", std::move(parts.schemas)},
                                                 {"securitySchemes", json::object{{"BearerToken", bearerToken()}}}}},
                     {"security", json::array{json::object{{"BearerToken", json::array()}}}}});
}

}  // namespace armillary::schema
