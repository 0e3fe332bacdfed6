#pragma once

#include <QJsonObject>
#include <QString>
#include <expected>
#include <vector>

namespace armillary::app {

/// A port that an object names: a service's own, or those of the containers that a pod or a workload has. TCP alone,
/// for nothing else can be forwarded.
struct DeclaredPort {
    int port = 0;
    QString name;
    bool operator==(const DeclaredPort&) const = default;
};
/// In the object's order, each number once. Takes any JSON.
std::vector<DeclaredPort> declaredPorts(const QJsonObject& object);

/// Which port of the pod serves `port` of the object: of a service its target port, which may be a name that the pod's
/// containers give it. The error is a sentence.
std::expected<int, QString> containerPort(const QJsonObject& object, int port, const QJsonObject& pod);

/// It takes connections: its condition Ready holds, and nobody is deleting it.
bool takesConnections(const QJsonObject& pod);

/// "http://127.0.0.1:8080"; https for ports that are known for it.
QString urlOf(int localPort, int port, const QString& name);

}  // namespace armillary::app
