#include "metrics.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace armillary::app {

namespace {

std::optional<schema::Quantity> quantity(const QJsonValue& text) {
    auto parsed = schema::Quantity::parse(text.toVariant().toString().toStdString());
    return parsed ? std::optional(std::move(*parsed)) : std::nullopt;
}

bool add(const QJsonObject& usage, Amounts& into) {
    const auto cpu = quantity(usage["cpu"]), memory = quantity(usage["memory"]);
    if (!cpu || !memory) return false;
    into.cpu += static_cast<double>(cpu->milliValue()) / 1000;
    into.memory += static_cast<double>(memory->value());
    return true;
}

bool addObject(const QJsonObject& object, Amounts& into) {
    if (object.contains("usage")) return add(object["usage"].toObject(), into);
    bool any = false;
    for (const QJsonValue container : object["containers"].toArray()) any |= add(container["usage"].toObject(), into);
    return any;
}

}  // namespace

std::optional<Amounts> readMetrics(const std::string& json, const std::set<std::string>& names) {
    const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    Amounts amounts;
    bool any = false;
    if (!answer.contains("items")) {
        any = addObject(answer, amounts);
    } else {
        for (const QJsonValue item : answer["items"].toArray())
            if (names.contains(item["metadata"]["name"].toString().toStdString()))
                any |= addObject(item.toObject(), amounts);
    }
    return any ? std::optional(amounts) : std::nullopt;
}

std::optional<double> sumOf(const corev1::PodSpec& spec, const std::string& resource, bool limits) {
    double sum = 0;
    for (const corev1::Container& container : spec.containers) {
        const auto& amounts = limits ? container.resources.limits : container.resources.requests;
        const auto found = amounts.find(resource);
        if (found == amounts.end()) return std::nullopt;
        sum += static_cast<double>(found->second.milliValue()) / 1000;
    }
    return spec.containers.empty() ? std::nullopt : std::optional(sum);
}

int restartsOf(const corev1::Pod& pod) {
    int restarts = 0;
    for (const auto& status : pod.status.containerStatuses) restarts += status.restartCount;
    return restarts;
}

}  // namespace armillary::app
