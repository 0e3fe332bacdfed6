#include "forward_target.h"

#include <QJsonArray>
#include <QObject>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr std::size_t kMostPorts = 100;
constexpr int kLargestPort = 65535;

bool isTcp(const QJsonValue& port) {
    const QString protocol = port["protocol"].toString();
    return protocol.isEmpty() || protocol == u"TCP";
}

QJsonArray containersOf(const QJsonObject& object) {
    const QJsonValue spec = object["spec"];
    const QJsonValue of = spec["template"].isObject() ? spec["template"]["spec"] : spec;
    return of["containers"].toArray();
}

}  // namespace

std::vector<DeclaredPort> declaredPorts(const QJsonObject& object) {
    std::vector<DeclaredPort> ports;
    const auto add = [&](const QJsonValue& declared, const char* number) {
        const int port = declared[QLatin1StringView(number)].toInt();
        if (!isTcp(declared) || port < 1 || port > kLargestPort || ports.size() >= kMostPorts) return;
        if (std::ranges::none_of(ports, [&](const DeclaredPort& known) { return known.port == port; }))
            ports.push_back({.port = port, .name = declared["name"].toString()});
    };
    if (object["kind"].toString() == u"Service") {
        for (const QJsonValue port : object["spec"]["ports"].toArray()) add(port, "port");
        return ports;
    }
    for (const QJsonValue container : containersOf(object))
        for (const QJsonValue port : container["ports"].toArray()) add(port, "containerPort");
    return ports;
}

std::expected<int, QString> containerPort(const QJsonObject& object, int port, const QJsonObject& pod) {
    if (object["kind"].toString() != u"Service") return port;
    for (const QJsonValue declared : object["spec"]["ports"].toArray()) {
        if (declared["port"].toInt() != port || !isTcp(declared)) continue;
        const QJsonValue target = declared["targetPort"];
        if (!target.isString()) return target.isDouble() ? target.toInt() : port;
        for (const QJsonValue container : containersOf(pod))
            for (const QJsonValue named : container["ports"].toArray())
                if (named["name"] == target && isTcp(named)) return named["containerPort"].toInt();
        return std::unexpected(QObject::tr("The pod %1 has no port called %2.")
                                   .arg(pod["metadata"]["name"].toString(), target.toString()));
    }
    return std::unexpected(
        QObject::tr("The service %1 has no port %2 any more.").arg(object["metadata"]["name"].toString()).arg(port));
}

bool takesConnections(const QJsonObject& pod) {
    if (pod["metadata"]["deletionTimestamp"].isString()) return false;
    for (const QJsonValue condition : pod["status"]["conditions"].toArray())
        if (condition["type"].toString() == u"Ready") return condition["status"].toString() == u"True";
    return false;
}

QString urlOf(int localPort, int port, const QString& name) {
    const bool isSecure = port == 443 || port == 8443 || port == 6443 || name.startsWith(u"https");
    return QStringLiteral("%1://127.0.0.1:%2")
        .arg(isSecure ? QStringLiteral("https") : QStringLiteral("http"))
        .arg(localPort);
}

}  // namespace armillary::app
