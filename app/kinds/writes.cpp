#include "writes.h"

#include <QJsonDocument>
#include <QStringList>
#include <ranges>

namespace armillary::app::kinds {

namespace {

std::string textOf(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace

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

QJsonObject nested(const QString& path, const QJsonValue& value) {
    QJsonValue inner = value;
    const QStringList names = path.split(u'.');
    for (const QString& name : names | std::views::reverse) inner = QJsonObject{{name, inner}};
    return inner.toObject();
}

}  // namespace armillary::app::kinds
