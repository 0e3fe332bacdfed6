#pragma once

#include <QString>

namespace armillary::app {

/// How well `text` answers to what was typed: 0 for not at all, more for better. All letters must occur in order; those
/// at the beginning of words and next to each other count more, and a short text more than a long one.
int fuzzyScore(const QString& typed, const QString& text);

}  // namespace armillary::app
