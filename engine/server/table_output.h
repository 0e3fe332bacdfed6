#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/resources/resource.h"
#include "engine/schema/object.h"

/// Tables as kubectl prints them. Source:
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables.
namespace armillary::server {

/// What each row says of its object.
enum class RowObject { None, Metadata, Whole };
/// From ?includeObject; 400 for an unknown value.
Result<RowObject> rowObjectOf(std::string_view includeObject);

struct TableStyle {
    std::string metaVersion = "v1";
    RowObject rowObject = RowObject::Metadata;
    std::int64_t nowSeconds = 0;
};

/// `[{"name":"Name","type":"string",…}]`
std::string tableColumns(const resources::Resource& resource);
std::string tableColumns(std::span<const resources::Column> columns);
/// One row of an object in the stored version.
std::string tableRow(const resources::Resource& resource, const Object& object, const TableStyle& style);
/// One row of cells; `objectJson` is the whole object.
std::string tableRow(const resources::Cells& cells, std::string_view objectJson, const TableStyle& style);
/// `columns` "" leaves the definitions out; `rows` are joined by commas; `metadata` is a ListMeta in JSON.
std::string tableDocument(std::string_view metaVersion, std::string_view metadata, std::string_view columns,
                          std::string_view rows);

/// `{"kind":"PartialObjectMetadata",…}` of an object's JSON.
std::string partialObject(std::string_view metaVersion, std::string_view objectJson);

}  // namespace armillary::server
