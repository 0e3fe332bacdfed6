#pragma once

#include <span>

#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"

namespace armillary::resources::podtable {

std::span<const Column> columns();
Cells cells(const corev1::Pod& pod, const Context& context);

}  // namespace armillary::resources::podtable
