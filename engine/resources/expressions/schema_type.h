#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "engine/cel/value.h"
#include "engine/schema/api/apiextensionsv1.h"

/// Schemas of custom resources as types, and their objects as values of these.
/// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
/// #type-map.
namespace armillary::resources::expressions {

using apiextensionsv1::JSONSchemaProps;

/// The type of what a schema describes; `root`: of a whole object, which has apiVersion, kind, metadata.name and
/// metadata.generateName whatever the schema says. The schema has to outlive the type.
cel::Type typeOf(const JSONSchemaProps& schema, bool root = false);

/// What a schema describes as a value: members by their escaped names, times and bytes as such, lists with the meaning
/// of their x-kubernetes-list-type. Borrows both.
cel::Value valueOf(const JSONSchemaProps& schema, const boost::json::value& value, bool root = false);

/// A property's name as an expression writes it ("a-b" as a__dash__b); "" when it cannot be written.
std::string escaped(std::string_view property);

/// The schema of a list's items, of a map's values; null when there is none.
const JSONSchemaProps* itemsOf(const JSONSchemaProps& schema);
const JSONSchemaProps* valuesOf(const JSONSchemaProps& schema);
/// The schema of a member, declared by name; null when it is not.
const JSONSchemaProps* propertyOf(const JSONSchemaProps& schema, std::string_view name);

}  // namespace armillary::resources::expressions
