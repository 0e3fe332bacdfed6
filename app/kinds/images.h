#pragma once

#include "kind.h"

namespace armillary::app::kinds {

/// Other images for the containers of a workload's template, as `kubectl set image`, with what it makes of the
/// template.
Action imageAction(const Subject& subject);

/// What is wrong with an image's name, in a sentence; "" when nothing is. Source: the grammar of
/// github.com/distribution/reference.
QString imageProblem(const QString& image);

}  // namespace armillary::app::kinds
