#include "pod_query.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QObject>
#include <QUrl>

#include "engine/client/discovery.h"
#include "engine/resources/resource.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/selector.h"

namespace armillary::app {

namespace {

LogContainer readContainer(const QString& name, const QJsonArray& statuses) {
    LogContainer container{.name = name, .waiting = QObject::tr("not started")};
    for (const QJsonValue status : statuses) {
        if (status["name"].toString() != name) continue;
        const QJsonObject state = status["state"].toObject();
        container.restarts = status["restartCount"].toInt();
        container.running = state.contains("running");
        container.ended = state.contains("terminated") || status["lastState"].toObject().contains("terminated");
        container.waiting = container.running || container.ended ? QString() : state["waiting"]["reason"].toString();
    }
    return container;
}

std::string encoded(const std::string& text) {
    return QUrl::toPercentEncoding(QString::fromStdString(text)).toStdString();
}

}  // namespace

LogPod readLogPod(const QJsonObject& json) {
    const QJsonObject meta = json["metadata"].toObject(), spec = json["spec"].toObject(),
                      status = json["status"].toObject();
    LogPod pod{.name = meta["name"].toString(), .uid = meta["uid"].toString(), .phase = status["phase"].toString()};
    for (const QJsonValue owner : meta["ownerReferences"].toArray())
        if (owner["kind"].toString() == u"Job" && owner["controller"].toBool()) pod.job = owner["name"].toString();
    for (const auto& [list, statuses] : {std::pair{"initContainers", "initContainerStatuses"},
                                         {"containers", "containerStatuses"},
                                         {"ephemeralContainers", "ephemeralContainerStatuses"}})
        for (const QJsonValue container : spec[QLatin1StringView(list)].toArray())
            pod.containers.push_back(
                readContainer(container["name"].toString(), status[QLatin1StringView(statuses)].toArray()));
    return pod;
}

std::string podOwnerPath(const QString& resource, const QString& key) {
    const QString group = resource.section(u'/', 0, 0), kind = resource.section(u'/', 1, 1);
    static const QStringList kKinds{"/Service",        "apps/Deployment", "apps/StatefulSet", "apps/DaemonSet",
                                    "apps/ReplicaSet", "batch/Job",       "batch/CronJob"};
    if (!kKinds.contains(resource) || !key.contains(u'/')) return {};
    const auto* row = resources::Table::builtIn().findKind(group.toStdString(), "v1", kind.toStdString());
    if (!row) return {};
    const client::ApiResource served{
        .group = row->group, .version = row->version, .kind = row->kind, .plural = row->plural, .namespaced = true};
    return served.path(key.section(u'/', 0, 0).toStdString(), key.section(u'/', 1).toStdString());
}

std::expected<PodQuery, QString> podQueryOf(const QJsonObject& owner) {
    const QJsonObject meta = owner["metadata"].toObject(), wanted = owner["spec"]["selector"].toObject();
    const QString kind = owner["kind"].toString();
    PodQuery query{.namespace_ = meta["namespace"].toString().toStdString()};
    if (kind == u"CronJob") {
        // It has no selector: its jobs come and go, and each has one of its own.
        query.selection = "labelSelector=job-name";
        query.cronJob = meta["uid"].toString();
        return query;
    }
    LabelSelector selector;
    if (kind == u"Service") {
        schema::StringMap<std::string> labels;
        for (auto label = wanted.constBegin(); label != wanted.constEnd(); ++label)
            labels[label.key().toStdString()] = label.value().toString().toStdString();
        selector = LabelSelector::fromMap(labels);
    } else {
        const auto parsed =
            schema::fromJson<metav1::LabelSelector>(QJsonDocument(wanted).toJson(QJsonDocument::Compact).toStdString());
        if (!parsed)
            return std::unexpected(QObject::tr("The selector of %1 cannot be read.").arg(meta["name"].toString()));
        auto compiled = LabelSelector::from(*parsed);
        if (!compiled) return std::unexpected(QString::fromStdString(compiled.error()));
        selector = std::move(*compiled);
    }
    if (selector.matchesEverything())
        return std::unexpected(QObject::tr("%1 %2 selects no pods.").arg(kind, meta["name"].toString()));
    query.selection = "labelSelector=" + encoded(selector.text());
    return query;
}

PodQuery podQueryOfPod(const QString& key) {
    return {.namespace_ = key.section(u'/', 0, 0).toStdString(),
            .selection = "fieldSelector=" + encoded("metadata.name=" + key.section(u'/', 1).toStdString()),
            .cronJob = {}};
}

bool isJobOf(const QJsonObject& job, const QString& cronJob) {
    for (const QJsonValue owner : job["metadata"]["ownerReferences"].toArray())
        if (owner["uid"].toString() == cronJob) return true;
    return false;
}

}  // namespace armillary::app
