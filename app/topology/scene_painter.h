#pragma once

#include <QPainter>

#include "scene.h"

namespace armillary::app {

/// Paints a scene without a graphics card.
void paint(QPainter& painter, const Scene& scene);

}  // namespace armillary::app
