#pragma once

#include "engine/resources/custom/schema.h"
#include "engine/resources/custom/tree.h"

/// Bringing a document into the shape that its schema gives it.
/// Source:
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning and
/// #defaulting.
namespace armillary::resources::custom {

/// Takes out what `schema` does not name. `members` are those of a whole object, without apiVersion, kind and metadata.
/// What goes is reported to `findings`: `unknown field "spec.replicaz"`.
void prune(json::object& members, const Schema& schema, schema::StrictFindings* findings = nullptr);
/// The same for a value below the root (a default), which is a whole object only where its schema says so.
void pruneValue(json::value& value, const Schema& schema);

/// Fills in what is left out and has a default, and what is null and may not be.
void applyDefaults(json::object& members, const Schema& schema);

/// Takes out nulls that the schema does not allow and for which it has no default.
void dropNulls(json::object& members, const Schema& schema);

/// Makes metadata of embedded objects what it is of any object; what ObjectMeta does not have goes, and is reported.
/// The error names the place.
std::expected<void, std::string> coerceEmbedded(json::object& members, const Schema& schema,
                                                schema::StrictFindings* findings = nullptr);

}  // namespace armillary::resources::custom
