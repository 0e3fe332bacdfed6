#include "reference_names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace armillary::app {

namespace {

const std::string kMetadataOnly = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
constexpr int kPageSize = 500, kMostPages = 60;

/// False when they may not be listed or cannot be.
bool readInto(ReferenceNames& names, const Reader& reader, const std::string& path) {
    std::string next;
    for (int page = 0; page < kMostPages; ++page) {
        std::string target = path + "?limit=" + std::to_string(kPageSize);
        if (!next.empty()) target += "&continue=" + next;
        const auto answer = reader.get(target, kMetadataOnly);
        if (!answer) return false;
        const QJsonObject list = QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
        for (const QJsonValue& item : list["items"].toArray()) {
            const QJsonObject metadata = item.toObject()["metadata"].toObject();
            names.keys.insert((metadata["namespace"].toString() + u'/' + metadata["name"].toString()).toStdString());
        }
        next = QUrl::toPercentEncoding(list["metadata"].toObject()["continue"].toString()).toStdString();
        if (next.empty()) return true;
    }
    return false;
}

}  // namespace

ReferenceNames readNames(const Reader& reader, const std::string& plural, const std::string& home) {
    ReferenceNames names;
    names.known = readInto(names, reader, "/api/v1/" + plural);
    if (names.known) return names;
    names.keys.clear();
    names.onlyNamespace = home;
    names.known = readInto(names, reader, "/api/v1/namespaces/" + home + "/" + plural);
    return names;
}

}  // namespace armillary::app
