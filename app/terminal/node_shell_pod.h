#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

/// On pods that are shells of nodes, so that what was left of one is found; its value says whose it is.
inline constexpr std::string_view kNodeShellLabel = "armillary.dev/node-shell";

/// That label's value for a window of this machine that is the process `process`.
QString nodeShellOwner(qint64 process);
/// The value names a process of this machine that is no more.
bool isOwnerGone(const QString& owner);

/// A pod that is a shell of a node, as kubectl debug node makes one: on that very node, with its processes, its network
/// and its files, privileged, with the node's root as its own. A shell on a terminal outlives its connection: it runs
/// for a day at most, should its window be killed and never begin again.
QJsonObject nodeShellPod(const QString& name, const QString& namespace_, const QString& node, const QString& image,
                         const QString& owner);

/// The images that are on the node already, those that are likely to have a shell and chroot first.
QStringList imagesOn(const corev1::Node& node);

}  // namespace armillary::app
