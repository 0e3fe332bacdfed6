#pragma once

#include "kind.h"

namespace armillary::app::kinds {

/// The tone of a table's cell, from its column and its text: what upstream's kinds and most operators write there.
/// None for what is no status.
Tone toneOfCell(const QString& column, const QString& text);

}  // namespace armillary::app::kinds
