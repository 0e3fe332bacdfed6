#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/schema/table.h"

/// The three kinds of patch, on JSON text. Each returns the patched document, or the sentence that upstream answers
/// (BadRequest or Invalid is the caller's choice). Operation counts, sizes, depth and work are bounded.
namespace armillary::schema {

inline constexpr std::size_t kMaxJsonPatchOperations = 10'000;

/// Whether `patch` is a list of operations at all; what applyJsonPatch() finds beyond this is about the document.
/// Upstream answers this with 400, and what applyJsonPatch() adds with 422.
std::expected<void, std::string> checkJsonPatch(std::string_view patch);

/// RFC 6902, with upstream's additions: a negative index counts from the end, and "replace" of an absent member adds
/// it. At most kMaxJsonPatchOperations operations.
std::expected<std::string, std::string> applyJsonPatch(std::string_view document, std::string_view patch);

/// RFC 7396. The patch must be an object.
std::expected<std::string, std::string> applyMergePatch(std::string_view document, std::string_view patch);

/// Strategic merge patch: lists merge by patchMergeKey where the table says so; honours $patch (merge, replace,
/// delete), $deleteFromPrimitiveList, $setElementOrder and $retainKeys.
/// Source: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ and
/// community/contributors/devel/sig-api-machinery/strategic-merge-patch.md.
std::expected<std::string, std::string> applyStrategicMergePatch(const TypeInfo& type, std::string_view document,
                                                                 std::string_view patch);

}  // namespace armillary::schema
