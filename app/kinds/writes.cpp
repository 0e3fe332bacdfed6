#include "writes.h"

#include <QJsonDocument>
#include <QStringList>
#include <ranges>

#include "yaml_text.h"

namespace armillary::app::kinds {

namespace {

std::string textOf(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QJsonValue valueWithoutNulls(const QJsonValue& value) {
    if (value.isObject()) return withoutNulls(value.toObject());
    if (!value.isArray()) return value;
    QJsonArray kept;
    for (const QJsonValue element : value.toArray()) kept.append(valueWithoutNulls(element));
    return kept;
}

}  // namespace

QJsonObject withoutNulls(const QJsonObject& object) {
    QJsonObject kept;
    for (auto member = object.begin(); member != object.end(); ++member)
        if (!member.value().isNull()) kept[member.key()] = valueWithoutNulls(member.value());
    return kept;
}

client::Call mergePatch(std::string target, const QJsonObject& patch) {
    return {.method = "PATCH",
            .target = std::move(target),
            .contentType = "application/merge-patch+json",
            .body = textOf(patch)};
}

client::Call strategicPatch(std::string target, const QJsonObject& patch) {
    return {.method = "PATCH",
            .target = std::move(target),
            .contentType = "application/strategic-merge-patch+json",
            .body = textOf(patch)};
}

client::Call jsonPatch(std::string target, const QJsonArray& operations) {
    return {.method = "PATCH",
            .target = std::move(target),
            .contentType = "application/json-patch+json",
            .body = QJsonDocument(operations).toJson(QJsonDocument::Compact).toStdString()};
}

client::Call post(std::string target, const QJsonObject& document) {
    return {.method = "POST", .target = std::move(target), .contentType = "application/json", .body = textOf(document)};
}

client::Call remove(std::string target, const QJsonObject& options) {
    QJsonObject document = options;
    document["apiVersion"] = "v1";
    document["kind"] = "DeleteOptions";
    return {
        .method = "DELETE", .target = std::move(target), .contentType = "application/json", .body = textOf(document)};
}

client::Call evict(std::string path, const QString& namespace_, const QString& name, const QString& uid,
                   std::optional<int> graceSeconds) {
    QJsonObject options;
    if (!uid.isEmpty()) options["preconditions"] = QJsonObject{{"uid", uid}};
    if (graceSeconds) options["gracePeriodSeconds"] = *graceSeconds;
    QJsonObject eviction{{"apiVersion", "policy/v1"},
                         {"kind", "Eviction"},
                         {"metadata", QJsonObject{{"name", name}, {"namespace", namespace_}}}};
    if (!options.isEmpty()) eviction["deleteOptions"] = options;
    return post(std::move(path), eviction);
}

QJsonObject documentOf(const Object& object) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(object.json())).object();
}

QJsonValue fieldOf(const Object& object, const QString& path) {
    QJsonValue value = documentOf(object);
    for (const QString& name : path.split(u'.')) value = value[name];
    return value;
}

Preview previewOf(const QJsonObject& before, const QJsonObject& after) {
    return {.before = yamlText(textOf(withoutNulls(before))), .after = yamlText(textOf(withoutNulls(after)))};
}

QJsonObject nested(const QString& path, const QJsonValue& value) {
    QJsonValue inner = value;
    const QStringList names = path.split(u'.');
    for (const QString& name : names | std::views::reverse) inner = QJsonObject{{name, inner}};
    return inner.toObject();
}

}  // namespace armillary::app::kinds
