#pragma once

#include <QStringList>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

/// The containers of a pod, as far as one can enter them.
struct PodContainers {
    QStringList names;     ///< the pod's own, and of the others those that run
    QStringList running;   ///< of `names`
    QStringList attached;  ///< whose own command is what one talks to: debug containers, shells of nodes
    QString preferred;     ///< kubectl.kubernetes.io/default-container, or the first; "" for a pod without any

    static PodContainers of(const corev1::Pod& pod);
};

/// Why a container runs no more, as a sentence; "" while it runs, or has never run.
QString endOf(const corev1::Pod& pod, const QString& container);
/// Nothing of the pod will run again.
bool isOver(const corev1::Pod& pod);
/// That a container does not run yet, and what it waits for.
QString waitOf(const corev1::Pod& pod, const QString& container);

}  // namespace armillary::app
