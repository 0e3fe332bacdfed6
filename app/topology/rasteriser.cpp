#include "rasteriser.h"

#include <QByteArray>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QQuickWindow>
#include <QSGRendererInterface>
#include <algorithm>
#include <array>

namespace armillary::app {

bool isDrawnInSoftware(QQuickWindow& window) {
    const auto api = window.rendererInterface()->graphicsApi();
    if (api == QSGRendererInterface::Software) return true;
    QOpenGLContext* context = api == QSGRendererInterface::OpenGL ? QOpenGLContext::currentContext() : nullptr;
    if (!context) return false;
    const QByteArray renderer(reinterpret_cast<const char*>(context->functions()->glGetString(GL_RENDERER)));
    constexpr std::array kNames{"llvmpipe", "softpipe", "swrast", "SWR"};
    return std::ranges::any_of(kNames, [&](const char* name) { return renderer.contains(name); });
}

}  // namespace armillary::app
