#pragma once

#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/apiextensionsv1.h"

/// What becomes of a CustomResourceDefinition's status. Pure functions.
namespace armillary::controllers::customresources {

using apiextensionsv1::CustomResourceDefinition;

/// Adds the condition or changes the known one; its time changes with its status alone.
void setCondition(CustomResourceDefinition& definition, apiextensionsv1::CustomResourceDefinitionCondition condition,
                  async::SystemTime now);

/// The status that `definition` is to have: which names it is given, whether it is established, whether its schemas are
/// structural and its group is its own to use. `others` are the other definitions of its group, whose names are taken.
/// Source: k8s.io/apiextensions-apiserver/pkg/controller/{status,establish,nonstructuralschema,apiapproval}.
apiextensionsv1::CustomResourceDefinitionStatus statusOf(const CustomResourceDefinition& definition,
                                                         const std::vector<const CustomResourceDefinition*>& others,
                                                         async::SystemTime now);

}  // namespace armillary::controllers::customresources
