#pragma once

#include <QPointF>
#include <QString>
#include <map>
#include <span>
#include <string>

#include "engine/manifest/workspace.h"

/// Where somebody has put the cards of a project: remembered in the user's own folder, never in the manifests.
namespace armillary::app {

using CanvasPlaces = std::map<std::string, QPointF>;

/// What a project is known by: the folder that all of its files are in, or its only file; "" while it has no place.
QString projectPath(std::span<const manifest::Workspace::Opened> files);

/// Files, and cards of one, that are remembered; the oldest are forgotten.
inline constexpr qsizetype kMostRemembered = 200;
inline constexpr std::size_t kMostPlaces = 20'000;

/// Empty when nothing is remembered, or what is there cannot be read.
CanvasPlaces readPlaces(const QString& folder, const QString& project);
/// A failure is no one's loss but of the places: nothing is said.
void writePlaces(const QString& folder, const QString& project, const CanvasPlaces& places);

}  // namespace armillary::app
