#pragma once

#include <memory>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/apply/schema_node.h"

namespace armillary::apply {

/// The schema of a custom resource.
struct ResourceSchema {
    SchemaNodes nodes;
    const SchemaNode* root = nullptr;
};

/// From a version's structural schema (with kind, apiVersion and metadata as every object has them). Without a schema
/// or with x-kubernetes-preserve-unknown-fields at a place, what is undeclared there is deduced from the values.
/// Source: k8s.io/kube-openapi/pkg/schemaconv.
std::shared_ptr<const ResourceSchema> schemaOf(const apiextensionsv1::JSONSchemaProps* structural,
                                               bool preserveUnknownFields);

}  // namespace armillary::apply
