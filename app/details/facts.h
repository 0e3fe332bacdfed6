#pragma once

#include <QJsonObject>
#include <QString>
#include <QVariantList>
#include <optional>
#include <vector>

#include "engine/schema/object.h"

/// What a page about an object shows beyond labelled values: pure functions of the object, and of its pods.
namespace armillary::app {

/// status.conditions of any kind: {type, text, tone, message, since, time}. In words: "Rollout under way".
QVariantList conditionsOf(const QJsonObject& object);

/// Of a pod, or of a workload's template: {name, image, role ("", "init", "sidecar", "debug"), state, tone, detail,
/// restarts, requests, limits, ports}. State and restarts are a pod's alone.
QVariantList containersOf(const QJsonObject& object, const Object& head);

/// {key, value}, by key.
QVariantList labelsOf(const Object& object);
/// The same of annotations; values are cut where they are longer than a page, and hidden where they repeat a Secret's.
QVariantList annotationsOf(const Object& object);

/// A ConfigMap's or Secret's: {key, size, text, binary, secret}. A Secret's text is always "".
QVariantList dataOf(const QJsonObject& object);
/// One value, decoded: for a Secret when somebody asks to see it. Nothing for what is no text.
std::optional<QString> valueOf(const QJsonObject& object, const QString& key);

/// The pods of something that wants `wanted` of them (less than 0: nobody says): {state, tone, name, key, text}, the
/// state being "ready", "starting", "failing", "ended", "leaving" or "missing". At most kMostSquares.
QVariantList replicasOf(const std::vector<ObjectRef>& pods, int wanted);
inline constexpr qsizetype kMostSquares = 200;
/// How many pods an object wants; less than 0 for what does not say.
int wantedPods(const QJsonObject& object);

}  // namespace armillary::app
