#include "engine/server/table_output.h"

#include "engine/schema/json_codec.h"
#include "engine/server/json_text.h"
#include "engine/server/storage.h"

namespace armillary::server {
namespace {

constexpr std::string_view kNameDescription =
    "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a "
    "client to request the generation of an appropriate name automatically. Name is primarily intended for creation "
    "idempotence and configuration definition. Cannot be updated. More info: "
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
constexpr std::string_view kAgeDescription =
    "CreationTimestamp is a timestamp representing the server time when this object was created. It is represented in "
    "RFC3339 form and is in UTC.";

constexpr resources::Column kGenericColumns[] = {{"Name", "string", "name", kNameDescription, 0},
                                                 {"Age", "string", "", kAgeDescription, 0}};

std::string jsonString(std::string_view text) {
    std::string out;
    schema::appendJsonString(out, text);
    return out;
}

std::string age(const Object& object, std::int64_t nowSeconds) {
    const schema::Time& created = object.meta().creationTimestamp;
    return created.isSet() ? resources::humanDuration(nowSeconds - created.seconds) : "<unknown>";
}

resources::Cells cellsOf(const resources::Resource& resource, const Object& object, std::int64_t nowSeconds) {
    if (resource.rules->columns().empty()) return {jsonString(object.name()), jsonString(age(object, nowSeconds))};
    const resources::Context context{nowSeconds};
    if (!resource.storedAs) return resource.rules->cells(object.decoded(*resource.type), context);
    const Value value = valueOf(resource, object);
    return resource.rules->cells(value.get(), context);
}

}  // namespace

Result<RowObject> rowObjectOf(std::string_view includeObject) {
    if (includeObject.empty() || includeObject == "Metadata") return RowObject::Metadata;
    if (includeObject == "None") return RowObject::None;
    if (includeObject == "Object") return RowObject::Whole;
    return std::unexpected(
        status::badRequest("unrecognized includeObject value: \"" + std::string(includeObject) + "\""));
}

std::string tableColumns(const resources::Resource& resource) {
    const std::span<const resources::Column> columns = resource.rules->columns();
    return tableColumns(columns.empty() ? std::span<const resources::Column>(kGenericColumns) : columns);
}

std::string tableColumns(std::span<const resources::Column> columns) {
    std::string out = "[";
    for (const resources::Column& column : columns) {
        if (out.size() > 1) out += ',';
        out += R"({"name":)" + jsonString(column.name) + R"(,"type":)" + jsonString(column.type) + R"(,"format":)" +
               jsonString(column.format) + R"(,"description":)" + jsonString(column.description) + R"(,"priority":)" +
               std::to_string(column.priority) + "}";
    }
    return out + "]";
}

std::string tableRow(const resources::Resource& resource, const Object& object, const TableStyle& style) {
    const bool isWhole = style.rowObject == RowObject::Whole;
    return tableRow(cellsOf(resource, object, style.nowSeconds),
                    isWhole ? std::string_view(jsonOf(resource, object)) : std::string_view(object.json()), style);
}

std::string tableRow(const resources::Cells& cells, std::string_view objectJson, const TableStyle& style) {
    std::string out = R"({"cells":[)";
    for (const std::string& cell : cells) out.append(&cell == &cells.front() ? "" : ",").append(cell);
    out += ']';
    if (style.rowObject == RowObject::Metadata) out += R"(,"object":)" + partialObject(style.metaVersion, objectJson);
    if (style.rowObject == RowObject::Whole) out.append(R"(,"object":)").append(objectJson);
    return out + "}";
}

std::string tableDocument(std::string_view metaVersion, std::string_view metadata, std::string_view columns,
                          std::string_view rows) {
    std::string out = R"({"kind":"Table","apiVersion":"meta.k8s.io/)";
    out.append(metaVersion).append(R"(","metadata":)").append(metadata);
    if (!columns.empty()) out.append(R"(,"columnDefinitions":)").append(columns);
    return out.append(R"(,"rows":[)").append(rows).append("]}");
}

std::string partialObject(std::string_view metaVersion, std::string_view objectJson) {
    const std::string_view metadata = memberOf(objectJson, "metadata");
    std::string out = R"({"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/)";
    return out.append(metaVersion).append(R"(","metadata":)").append(metadata.empty() ? "{}" : metadata).append("}");
}

}  // namespace armillary::server
