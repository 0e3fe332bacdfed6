#pragma once

#include <QRectF>
#include <QString>

namespace armillary::app {

/// A piece of a picture, as a screen reader hears of it.
struct ScenePart {
    QString name;         ///< "Deployment web, 2 of 2 pods ready, 1 problem"
    QString description;  ///< what else there is to say; may be ""
    QRectF place;         ///< on the item; null while it is not drawn
    bool selected = false;
    bool line = false;  ///< it leads from one object to another
};

/// Makes the parts of every SceneView known to assistive technology, as children that can be gone through, focused and
/// pressed like items. Once is enough; nothing is worked out before somebody asks.
void installSceneAccess();

}  // namespace armillary::app
