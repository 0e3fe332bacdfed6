#pragma once

#include <QPointF>
#include <string>
#include <vector>

namespace armillary::app {

/// A kind's sign, as strokes on a grid of 20 by 20.
using CanvasGlyph = std::vector<std::vector<QPointF>>;
const CanvasGlyph& canvasGlyphOf(const std::string& kind);

}  // namespace armillary::app
