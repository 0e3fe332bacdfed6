#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "engine/schema/apply/field_set.h"
#include "engine/schema/apply/schema_node.h"

/// The annotation of client-side apply, for objects that are handed over to server-side apply and for people who still
/// use both. Internal to this folder.
namespace armillary::apply {

/// The fields that the annotation mentions and that are still as it says; empty when there is no such annotation, or
/// one of another version.
FieldSet lastAppliedFields(const SchemaNode& schema, const boost::json::value& live, std::string_view apiVersion);

/// Writes `config` into the annotation of `object` where that has one already; one that would be too large goes.
void renewLastApplied(boost::json::value& object, const boost::json::value& config);

}  // namespace armillary::apply
