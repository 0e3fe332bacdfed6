#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "canvas_graph.h"

namespace armillary::app {

namespace {

constexpr qsizetype kMostNamed = 3;

struct Substance {
    Q_DECLARE_TR_FUNCTIONS(Canvas)
};

QString joined(const QStringList& all) {
    QStringList few = all.first(std::min(all.size(), kMostNamed));
    if (all.size() > kMostNamed) few << QStringLiteral("…");
    return few.join(QStringLiteral(", "));
}

QString images(const QJsonObject& pod) {
    QStringList names;
    for (const QJsonValue& container : pod["containers"].toArray()) {
        const QString image = container["image"].toString();
        names << image.mid(image.lastIndexOf(u'/') + 1);
    }
    names.removeAll(QString());
    return names.isEmpty() ? Substance::tr("No image yet") : joined(names);
}

QString ports(const QJsonObject& spec) {
    QStringList all;
    for (const QJsonValue& port : spec["ports"].toArray()) {
        const QString from = QString::number(port["port"].toInt());
        const QString to = port["targetPort"].toVariant().toString();
        all << (to.isEmpty() || to == from ? from : from + QStringLiteral(" → ") + to);
    }
    const QString type = spec["type"].toString();
    if (!type.isEmpty() && type != QLatin1StringView("ClusterIP")) all << type;
    return joined(all);
}

QString hosts(const QJsonObject& spec) {
    QStringList all;
    for (const QJsonValue& rule : spec["rules"].toArray()) all << rule["host"].toString();
    for (const QJsonValue& host : spec["hostnames"].toArray()) all << host.toString();
    all.removeAll(QString());
    all.removeDuplicates();
    return all.isEmpty() ? Substance::tr("Any host") : joined(all);
}

QString keys(const QJsonObject& object) {
    QStringList all;
    for (const char* member : {"data", "stringData", "binaryData"})
        all << object[QLatin1StringView(member)].toObject().keys();
    all.removeDuplicates();
    return all.isEmpty() ? Substance::tr("No keys yet") : joined(all);
}

QString listeners(const QJsonObject& spec) {
    QStringList all;
    for (const QJsonValue& each : spec["listeners"].toArray())
        all << each["protocol"].toString() + u' ' + QString::number(each["port"].toInt());
    return joined(all);
}

QString ofSpec(const QString& kind, const QJsonObject& spec) {
    if (kind == u"Service") return ports(spec);
    if (kind == u"Ingress" || kind.endsWith(u"Route")) return hosts(spec);
    if (kind == u"Gateway") return listeners(spec);
    if (kind == u"Pod") return images(spec);
    if (kind == u"CronJob")
        return spec["schedule"].toString() + QStringLiteral(" · ") +
               images(spec["jobTemplate"]["spec"]["template"]["spec"].toObject());
    if (kind == u"PersistentVolumeClaim") return spec["resources"]["requests"]["storage"].toString();
    if (kind == u"HorizontalPodAutoscaler")
        return Substance::tr("%1 to %2 replicas").arg(spec["minReplicas"].toInt(1)).arg(spec["maxReplicas"].toInt());
    if (kind == u"NetworkPolicy") return joined(spec["policyTypes"].toVariant().toStringList());
    if (kind == u"PodDisruptionBudget")
        return spec.contains(u"minAvailable")
                   ? Substance::tr("At least %1").arg(spec["minAvailable"].toVariant().toString())
                   : Substance::tr("At most %1 away").arg(spec["maxUnavailable"].toVariant().toString());
    if (!spec["template"]["spec"].isObject()) return {};
    const QString image = images(spec["template"]["spec"].toObject());
    return spec.contains(u"replicas") ? image + QStringLiteral(" ×%1").arg(spec["replicas"].toInt()) : image;
}

}  // namespace

QString substanceOf(const Object& object) {
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(object.json())).object();
    const QString kind = QString::fromStdString(object.kind());
    if (kind == u"ConfigMap" || kind == u"Secret") return keys(json);
    if (kind == u"Role" || kind == u"ClusterRole")
        return Substance::tr("%n rules", nullptr, static_cast<int>(json["rules"].toArray().size()));
    if (kind == u"RoleBinding" || kind == u"ClusterRoleBinding") return json["roleRef"]["name"].toString();
    return ofSpec(kind, json["spec"].toObject());
}

}  // namespace armillary::app
