#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <vector>

#include "engine/schema/apply/comparison.h"

/// JSON documents as their schema sees them. Internal to this folder: what others need is in updater.h.
/// Source of all of it: structured-merge-diff, package typed.
namespace armillary::apply::document {

namespace json = boost::json;

/// What of `value` is not of its type: ".spec.foo: field not declared in schema". Empty when all is well. Items of a
/// granular list must differ unless `duplicates` are allowed.
std::vector<std::string> validate(const SchemaNode& node, const json::value& value, bool duplicates = false);
/// Several findings in one sentence, as upstream prints them.
std::string joined(const std::vector<std::string>& findings);

/// Every leaf field and list item that `value` mentions.
FieldSet fieldsOf(const SchemaNode& node, const json::value& value);

Comparison compare(const SchemaNode& node, const json::value& before, const json::value& after,
                   const FieldSet& ignored = {});

/// `base` with everything in `overlay`: no field goes, leaves are the overlay's, items stand in the overlay's order.
json::value merge(const SchemaNode& node, const json::value& base, const json::value& overlay);

/// `value` without the members and items in `fields`.
json::value without(const SchemaNode& node, const json::value& value, const FieldSet& fields);

/// `fields` and the declared members on the way to them.
FieldSet withNamedFields(const SchemaNode& node, const FieldSet& fields);

/// Fields in terms of another relation than the schema's now (what was granular has become atomic), put right.
FieldSet reconciled(const SchemaNode& node, const FieldSet& fields);

/// Deep equality, numbers by their value.
bool equal(const json::value& left, const json::value& right);

}  // namespace armillary::apply::document
