#pragma once

class QQuickWindow;

namespace armillary::app {

/// The processor draws this window, not a graphics card: Qt's software renderer, or an OpenGL of Mesa's that is one.
/// Each frame takes time from everything else then. For the render thread, while it takes in what is to be drawn.
bool isDrawnInSoftware(QQuickWindow& window);

}  // namespace armillary::app
