#include "table_row.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>

namespace armillary::app {

namespace {

QString cellText(const QJsonValue& cell) {
    if (cell.isString()) return cell.toString();
    if (cell.isNull() || cell.isUndefined()) return {};
    if (cell.isDouble() || cell.isBool()) return cell.toVariant().toString();
    // A custom column may hold anything.
    return QString::fromUtf8((cell.isArray() ? QJsonDocument(cell.toArray()) : QJsonDocument(cell.toObject()))
                                 .toJson(QJsonDocument::Compact));
}

TableRow rowOf(const QJsonObject& json) {
    TableRow row;
    const QJsonObject meta = json["object"]["metadata"].toObject();
    row.namespace_ = meta["namespace"].toString();
    row.name = meta["name"].toString();
    row.uid = meta["uid"].toString();
    row.created = QDateTime::fromString(meta["creationTimestamp"].toString(), Qt::ISODate).toSecsSinceEpoch();
    row.deleting = meta.contains("deletionTimestamp");
    const QJsonObject labels = meta["labels"].toObject();
    for (auto label = labels.begin(); label != labels.end(); ++label)
        row.labels[label.key().toStdString()] = label.value().toString().toStdString();
    const QJsonArray cells = json["cells"].toArray();
    row.cells.reserve(cells.size());
    for (const QJsonValue& cell : cells) row.cells << cellText(cell);
    return row;
}

TablePage pageOf(const QJsonObject& table) {
    TablePage page;
    const QJsonObject meta = table["metadata"].toObject();
    page.resourceVersion = meta["resourceVersion"].toString().toStdString();
    page.continueToken = meta["continue"].toString().toStdString();
    for (const QJsonValue& column : table["columnDefinitions"].toArray())
        page.columns.push_back({.name = column["name"].toString(),
                                .type = column["type"].toString(),
                                .format = column["format"].toString(),
                                .description = column["description"].toString(),
                                .wide = column["priority"].toInt() > 0});
    const QJsonArray rows = table["rows"].toArray();
    page.rows.reserve(static_cast<std::size_t>(rows.size()));
    for (const QJsonValue& row : rows)
        if (TableRow read = rowOf(row.toObject()); !read.name.isEmpty()) page.rows.push_back(std::move(read));
    return page;
}

}  // namespace

std::expected<TablePage, QString> readTable(const QByteArray& json) {
    QJsonParseError failed;
    const QJsonObject table = QJsonDocument::fromJson(json, &failed).object();
    if (failed.error != QJsonParseError::NoError)
        return std::unexpected(QObject::tr("The server's answer cannot be read: %1.").arg(failed.errorString()));
    if (table["kind"].toString() != u"Table")
        return std::unexpected(QObject::tr("The server does not answer with tables for this kind."));
    return pageOf(table);
}

TableEvent readTableEvent(const QByteArray& line) {
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    const QString type = json["type"].toString();
    const QJsonObject object = json["object"].toObject();
    TableEvent event;
    if (type == u"ADDED" || type == u"MODIFIED")
        event.type = TableEventType::Put;
    else if (type == u"DELETED")
        event.type = TableEventType::Removed;
    else if (type == u"BOOKMARK")
        event.type = TableEventType::Bookmark;
    else
        event.code = object["code"].toInt();
    if (event.type == TableEventType::Error) return event;
    event.page = pageOf(object);
    if (event.page.resourceVersion.empty()) {
        // A row's own version, where the table has none of its own.
        const QJsonArray rows = object["rows"].toArray();
        if (!rows.isEmpty())
            event.page.resourceVersion = rows.last()["object"]["metadata"]["resourceVersion"].toString().toStdString();
    }
    return event;
}

}  // namespace armillary::app
