#include <boost/json/object.hpp>

#include "engine/schema/gnostic.h"
#include "engine/schema/json_document.h"
#include "engine/schema/openapi.h"

namespace armillary::schema {
namespace {

using boost::json::object;

/// The member of that name as an object, made when absent; null when it is something else.
object* memberObject(object& parent, std::string_view name) {
    boost::json::value& value = parent[name];
    if (value.is_null()) value = object();
    return value.if_object();
}

bool isBelow(std::string_view path, std::string_view prefix) {
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

void addMissing(object& to, const boost::json::value* from, std::string_view prefix) {
    const object* members = from ? from->if_object() : nullptr;
    if (!members) return;
    for (const auto& [name, value] : *members)
        if ((prefix.empty() || isBelow(name, prefix)) && value.is_object() && !to.contains(name)) to[name] = value;
}

}  // namespace

std::string mergeOpenApiV2(std::string_view own, std::span<const ForeignOpenApi> others, bool protobuf) {
    auto parsed = parseDocument(own);
    object* document = parsed ? parsed->if_object() : nullptr;
    if (!document) return std::string(own);
    for (const ForeignOpenApi& other : others) {
        const auto foreign = parseDocument(other.document);
        const object* members = foreign ? foreign->if_object() : nullptr;
        object* paths = memberObject(*document, "paths");
        object* definitions = memberObject(*document, "definitions");
        if (!members || !paths || !definitions) continue;
        addMissing(*paths, members->if_contains("paths"), other.prefix);
        addMissing(*definitions, members->if_contains("definitions"), {});
    }
    if (protobuf) return openapi::gnosticDocument(*document);
    std::string text;
    writeDocument(text, *parsed);
    return text;
}

}  // namespace armillary::schema
