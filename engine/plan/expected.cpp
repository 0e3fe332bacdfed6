#include "engine/plan/expected.h"

#include <boost/json/value.hpp>

#include "engine/plan/change.h"
#include "engine/schema/json_document.h"
#include "engine/schema/patch.h"

namespace armillary::plan {

namespace {

std::expected<std::string, std::string> inNamespace(const Item& item, std::string_view namespace_) {
    auto document = schema::parseDocument(item.json);
    if (!document || !document->is_object()) return std::unexpected(std::string("no object"));
    boost::json::value& metadata = document->get_object()["metadata"];
    if (!namespace_.empty() && metadata.is_object()) metadata.get_object()["namespace"] = namespace_;
    std::string json;
    schema::writeDocument(json, *document);
    return json;
}

ObjectRef parsed(std::expected<std::string, std::string> json) {
    if (!json) return nullptr;
    auto object = Object::parse(std::move(*json));
    return object ? asKept(nullptr, *object).after : nullptr;
}

}  // namespace

ObjectRef expectedOf(const ObjectRef& live, const Item& item, std::string_view namespace_) {
    auto written = inNamespace(item, namespace_);
    if (!live || !written || live->apiVersion() != item.apiVersion) return parsed(std::move(written));
    const auto* row = rowOf(*live);
    return parsed(row ? schema::applyStrategicMergePatch(*row->type, live->json(), *written)
                      : schema::applyMergePatch(live->json(), *written));
}

}  // namespace armillary::plan
