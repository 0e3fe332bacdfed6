#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <string_view>

#include "engine/schema/table.h"

/// The three kinds of patch, on JSON text. Each returns the patched document, or the sentence that upstream answers
/// (BadRequest or Invalid is the caller's choice). Operation counts and sizes are bounded.
namespace armillary::schema {

/// RFC 6902. At most 10,000 operations.
std::expected<std::string, std::string> applyJsonPatch(std::string_view document, std::string_view patch);

/// RFC 7396.
std::expected<std::string, std::string> applyMergePatch(std::string_view document, std::string_view patch);

/// Strategic merge patch: lists merge by patchMergeKey where the table says so; honours $patch (merge, replace,
/// delete), $deleteFromPrimitiveList, $setElementOrder and $retainKeys.
/// Source: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ and
/// community/contributors/devel/sig-api-machinery/strategic-merge-patch.md.
std::expected<std::string, std::string> applyStrategicMergePatch(const TypeInfo& type, std::string_view document,
                                                                 std::string_view patch);

}  // namespace armillary::schema
