#include "reading.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "engine/schema/percent.h"

namespace armillary::app::kinds {

namespace {

constexpr std::size_t kPage = 500;

std::string with(const std::string& target, const std::string& parameter) {
    return target + (target.contains('?') ? '&' : '?') + parameter;
}

}  // namespace

Items readItems(const Reader& reader, const std::string& target, std::size_t most, const std::string& accept) {
    Items read;
    std::string next;
    do {
        const std::size_t missing = most - static_cast<std::size_t>(read.items.size());
        std::string page = with(target, "limit=" + std::to_string(std::min(kPage, missing)));
        if (!next.empty()) page += "&continue=" + schema::percentEncoded(next);
        const auto answer = reader.get(page, accept);
        if (!answer) {
            read.problem = answer.error().message;
            return read;
        }
        const QJsonObject list = QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
        for (const QJsonValue item : list["items"].toArray()) read.items.append(item);
        next = list["metadata"]["continue"].toString().toStdString();
    } while (!next.empty() && static_cast<std::size_t>(read.items.size()) < most);
    read.more = !next.empty();
    return read;
}

int countItems(const Reader& reader, const std::string& target) {
    const auto answer = reader.get(with(target, "limit=1"), kMetadataAlone);
    if (!answer) return -1;
    const QJsonObject list = QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object();
    return static_cast<int>(list["items"].toArray().size()) + list["metadata"]["remainingItemCount"].toInt();
}

}  // namespace armillary::app::kinds
