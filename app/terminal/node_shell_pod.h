#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

/// On pods that are shells of nodes, so that what was left of one is found.
inline constexpr std::string_view kNodeShellLabel = "armillary.dev/node-shell";

/// A pod that is a shell of a node, as kubectl debug node makes one: on that very node, with its processes, its network
/// and its files, privileged, with the node's root as its own. Its shell ends with whoever is attached to it, were the
/// window killed; and it runs for a day at most, were nobody ever.
QJsonObject nodeShellPod(const QString& name, const QString& namespace_, const QString& node, const QString& image);

/// The images that are on the node already, those that are likely to have a shell and chroot first.
QStringList imagesOn(const corev1::Node& node);

}  // namespace armillary::app
