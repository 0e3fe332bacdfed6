#pragma once

#include "engine/cel/function.h"

namespace armillary::resources::expressions {

/// format.dns1123Label() …, format.named(), validate().
/// Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library.
void addFormats(cel::Functions& functions);

}  // namespace armillary::resources::expressions
