#include "canvas_places.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <cmath>

namespace armillary::app {

namespace {

constexpr qint64 kMostBytesOfPlaces = 4 << 20;
constexpr double kFarthestPlace = 1e6;

QString fileOf(const QString& folder, const QString& project) {
    const QByteArray hash = QCryptographicHash::hash(project.toUtf8(), QCryptographicHash::Sha256).toHex().first(32);
    return folder + u'/' + QString::fromLatin1(hash) + QStringLiteral(".json");
}

}  // namespace

QString projectPath(std::span<const manifest::Workspace::Opened> files) {
    std::filesystem::path common;
    std::size_t count = 0;
    for (const auto& file : files) {
        if (file.path.empty()) continue;
        if (++count == 1) {
            common = file.path;
            continue;
        }
        const std::filesystem::path before = count == 2 ? common.parent_path() : common;
        common.clear();
        for (auto one = before.begin(), other = file.path.begin();
             one != before.end() && other != file.path.end() && *one == *other; ++one, ++other)
            common /= *one;
    }
    return QString::fromStdString(common.string());
}

CanvasPlaces readPlaces(const QString& folder, const QString& project) {
    CanvasPlaces places;
    if (project.isEmpty()) return places;
    QFile file(fileOf(folder, project));
    if (file.size() > kMostBytesOfPlaces || !file.open(QIODevice::ReadOnly)) return places;
    const QJsonObject all = QJsonDocument::fromJson(file.read(kMostBytesOfPlaces))["places"].toObject();
    for (auto each = all.begin(); each != all.end() && places.size() < kMostPlaces; ++each) {
        const double x = each->toArray().at(0).toDouble(NAN), y = each->toArray().at(1).toDouble(NAN);
        if (std::abs(x) <= kFarthestPlace && std::abs(y) <= kFarthestPlace) places[each.key().toStdString()] = {x, y};
    }
    return places;
}

void writePlaces(const QString& folder, const QString& project, const CanvasPlaces& places) {
    if (project.isEmpty() || places.size() > kMostPlaces || !QDir().mkpath(folder)) return;
    QJsonObject all;
    for (const auto& [key, at] : places)
        all.insert(QString::fromStdString(key), QJsonArray{std::round(at.x()), std::round(at.y())});
    QSaveFile file(fileOf(folder, project));
    if (!file.open(QIODevice::WriteOnly)) return;
    const QByteArray text =
        QJsonDocument(QJsonObject{{QStringLiteral("project"), project}, {QStringLiteral("places"), all}})
            .toJson(QJsonDocument::Compact);
    if (file.write(text) != text.size() || !file.commit()) return;
    const QFileInfoList known = QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Time);
    for (qsizetype i = kMostRemembered; i < known.size(); ++i) QFile::remove(known[i].filePath());
}

}  // namespace armillary::app
