#pragma once

#include <QJsonObject>
#include <string>

#include "kind.h"

/// The calls that actions are made of.
namespace armillary::app::kinds {

/// RFC 7386: what is null goes.
client::Call mergePatch(std::string target, const QJsonObject& patch);
/// Kubernetes' own: lists of containers and the like are merged by name.
client::Call strategicPatch(std::string target, const QJsonObject& patch);
client::Call post(std::string target, const QJsonObject& document);
/// `options` are of meta/v1 DeleteOptions.
client::Call remove(std::string target, const QJsonObject& options);

/// {"a": {"b": value}} for ("a.b", value).
QJsonObject nested(const QString& path, const QJsonValue& value);

}  // namespace armillary::app::kinds
