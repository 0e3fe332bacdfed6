#include "service.h"

#include "../text.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app::kinds {

namespace {

QString portText(const corev1::ServicePort& port) {
    QString text = QString::number(port.port) + u'/' + QString::fromStdString(port.protocol);
    if (port.nodePort > 0) text += QObject::tr(", on every node %1").arg(port.nodePort);
    return text;
}

Row row(const Object& object) {
    const auto& service = object.as<corev1::Service>();
    return {.status = QString::fromStdString(service.spec.type), .tone = Tone::Quiet};
}

void summarise(const Object& object, Summary& summary) {
    const auto& service = object.as<corev1::Service>();
    summary.add(QObject::tr("Type"), service.spec.type);
    summary.add(QObject::tr("Address"), service.spec.clusterIP == "None" ? QObject::tr("none (headless)").toStdString()
                                                                         : service.spec.clusterIP);
    summary.add(QObject::tr("Name outside"), service.spec.externalName);
    for (const corev1::ServicePort& port : service.spec.ports)
        summary.add(port.name.empty() ? QObject::tr("Port") : QString::fromStdString(port.name), portText(port));
    summary.add(QObject::tr("Selects"),
                service.spec.selector.empty() ? QObject::tr("nothing by itself") : pairsText(service.spec.selector));
}

}  // namespace

constexpr Kind kService{
    .group = "", .name = "Service", .icon = "service", .row = row, .summarise = summarise, .logs = true};

}  // namespace armillary::app::kinds
