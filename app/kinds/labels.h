#pragma once

#include "kind.h"

/// Labels, annotations and taints: rows that a person edits.
namespace armillary::app::kinds {

/// "label" and "annotate".
Action labelsAction(const Subject& subject);
Action annotationsAction(const Subject& subject);

/// The rows of an editor, {key, value}, as a map; a map is itself. Rows without a key are none.
QVariantMap pairsOf(const QVariant& input);
/// What is wrong with which row, by Kubernetes' rules for names: {"2": sentence}. A key that stands twice is wrong the
/// second time. Values are checked for labels alone.
QVariantMap pairProblems(const QVariant& rows, bool labels);

}  // namespace armillary::app::kinds
