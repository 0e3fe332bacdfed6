#pragma once

#include "engine/resources/custom/schema.h"
#include "engine/resources/custom/tree.h"
#include "engine/schema/status.h"

/// Checking values against a schema, in the words of upstream's OpenAPI validation.
namespace armillary::resources::custom {

/// What is wrong with `value`. `old` is what it replaces: an error about a part that has not changed is let pass
/// (upstream's CRD validation ratcheting). `path` is where the value stands in its object, "" for the object itself.
FieldErrors validateValue(const Schema& schema, const json::value& value, const json::value* old = nullptr,
                          const std::string& path = {});

/// Duplicates in lists of type set and map.
FieldErrors validateLists(const Schema& schema, const json::value& value);

/// apiVersion, kind and metadata of embedded objects, as of any object. The root itself is none of them.
FieldErrors validateEmbedded(const Schema& schema, const json::value& value, const std::string& path = {});

/// Whether `text` is written as `format` demands; true for a format that isKnownFormat() does not know.
bool hasFormat(std::string_view format, std::string_view text);

/// Whether rules that take a valid object for granted make no sense after these errors.
bool blocksExpressions(const FieldErrors& errors);

}  // namespace armillary::resources::custom
