#include "text.h"

#include <QDateTime>
#include <QStringList>
#include <algorithm>

#include "engine/resources/resource.h"

namespace armillary::app {

QString age(const schema::Time& from) {
    if (!from.isSet()) return {};
    return QString::fromStdString(
        resources::humanDuration(std::max<std::int64_t>(0, QDateTime::currentSecsSinceEpoch() - from.seconds)));
}

QString age(const QString& timestamp) {
    const QDateTime from = QDateTime::fromString(timestamp, Qt::ISODate);
    if (!from.isValid()) return {};
    return QString::fromStdString(
        resources::humanDuration(std::max<std::int64_t>(0, from.secsTo(QDateTime::currentDateTimeUtc()))));
}

QString pairsText(const schema::StringMap<std::string>& pairs) {
    QStringList lines;
    for (const auto& [key, value] : pairs) lines << QString::fromStdString(key + "=" + value);
    return lines.join(u'\n');
}

}  // namespace armillary::app
