#pragma once

#include <QHash>
#include <QPointer>
#include <QQuickWindow>
#include <QSGGeometryNode>
#include <QSGTextNode>
#include <vector>

#include "scene.h"

namespace armillary::app {

/// A scene in the scene graph: all shapes in one geometry node, and a node for each text, which is kept as long as the
/// text is there and only moved. For the render thread.
class SceneNodes : public QSGNode {
public:
    explicit SceneNodes(QQuickWindow* window);

    void update(const Scene& scene);

private:
    struct TextKey {
        QString text;
        QRgb color;
        bool strong;
        bool operator==(const TextKey&) const = default;
        friend size_t qHash(const TextKey& key, size_t seed = 0) {
            return qHashMulti(seed, key.text, key.color, key.strong);
        }
    };
    struct TextNode {
        QSGOpacityNode* opacity;
        QSGTransformNode* place;
    };
    TextNode makeText(const TextKey& key);
    void updateTexts(const Scene& scene);

    QPointer<QQuickWindow> m_window;
    QSGGeometryNode* m_shapes;
    QSGNode* m_texts;
    QMultiHash<TextKey, TextNode> m_known;
};

}  // namespace armillary::app
