#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <optional>
#include <string>

#include "kind.h"

/// The calls that actions are made of.
namespace armillary::app::kinds {

/// RFC 7386: what is null goes.
client::Call mergePatch(std::string target, const QJsonObject& patch);
/// Kubernetes' own: lists of containers and the like are merged by name.
client::Call strategicPatch(std::string target, const QJsonObject& patch);
/// RFC 6902.
client::Call jsonPatch(std::string target, const QJsonArray& operations);
client::Call post(std::string target, const QJsonObject& document);
/// `options` are of meta/v1 DeleteOptions.
client::Call remove(std::string target, const QJsonObject& options);

/// An Eviction of policy/v1, which disruption budgets may refuse with 429. `path` is that of the pod's subresource;
/// the pod's own grace period unless `graceSeconds` says otherwise, and only while its uid is still `uid`.
client::Call evict(std::string path, const QString& namespace_, const QString& name, const QString& uid,
                   std::optional<int> graceSeconds = {});

/// The object as a document.
QJsonObject documentOf(const Object& object);
/// What it has at a path of names: "spec.template".
QJsonValue fieldOf(const Object& object, const QString& path);
/// Without members that are null, at any depth: to a server, null is absent. (QJsonObject's own [] makes one of what it
/// does not find.)
QJsonObject withoutNulls(const QJsonObject& object);
/// Both as YAML, without what the server keeps for itself.
Preview previewOf(const QJsonObject& before, const QJsonObject& after);

/// {"a": {"b": value}} for ("a.b", value).
QJsonObject nested(const QString& path, const QJsonValue& value);

}  // namespace armillary::app::kinds
