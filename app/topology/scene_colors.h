#pragma once

#include <QColor>
#include <QVariantMap>

namespace armillary::app {

/// The theme's colours, as a scene needs them.
struct SceneColors {
    QColor background = Qt::white, surface = Qt::white, raised = Qt::white, line = Qt::gray, text = Qt::black,
           muted = Qt::gray, accent = Qt::blue, good = Qt::green, warning = Qt::yellow, bad = Qt::red, quiet = Qt::gray;
    QList<QColor> states, workloads;  ///< by PodState; the palette that workloads take in turn

    /// Of {background, surface, …, states, workloads}; what is missing stays.
    static SceneColors from(const QVariantMap& map);
    QColor state(int index) const { return states.value(index, quiet); }
    QColor workload(int index) const {
        return index < 0 || workloads.isEmpty() ? quiet : workloads[index % workloads.size()];
    }
    /// `color`, and less of it the farther away: opaque, so that nothing shines through.
    QColor sunk(const QColor& color, double presence) const;
};
QColor withAlpha(QColor color, double alpha);

}  // namespace armillary::app
