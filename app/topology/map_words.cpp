#include "map_words.h"

#include <QCoreApplication>

#include "engine/relations/relations.h"

namespace armillary::app {

namespace {
namespace relation = relations::relation;

QString tr(const char* text) {
    return QCoreApplication::translate("Map", text);
}
}  // namespace

QString kindWord(std::string_view kind) {
    if (kind == "Ingress") return tr("Ingress");
    if (kind == "Service") return tr("Service");
    if (kind == "Deployment") return tr("Deployment");
    if (kind == "StatefulSet") return tr("Stateful set");
    if (kind == "DaemonSet") return tr("Daemon set");
    if (kind == "ReplicaSet") return tr("Replica set");
    if (kind == "Job") return tr("Job");
    if (kind == "CronJob") return tr("Cron job");
    if (kind == "ConfigMap") return tr("Config map");
    if (kind == "Secret") return tr("Secret");
    if (kind == "PersistentVolumeClaim") return tr("Volume claim");
    if (kind == "ServiceAccount") return tr("Service account");
    if (kind == "waiting") return tr("Waiting for a machine");
    return QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
}

QString edgeWord(std::string_view relation) {
    if (relation == relation::kRoutes) return tr("routes to");
    if (relation == relation::kSelects) return tr("selects");
    if (relation == relation::kReads) return tr("reads");
    if (relation == relation::kPullsWith) return tr("pulls images with");
    if (relation == relation::kMounts) return tr("mounts");
    if (relation == relation::kClaims) return tr("claims");
    if (relation == relation::kRunsAs) return tr("runs as");
    if (relation == "runs") return tr("runs");
    return QString::fromUtf8(relation.data(), static_cast<qsizetype>(relation.size()));
}

QString missingWord(bool optional) {
    return optional ? tr("not there, but optional") : tr("missing");
}

QString nothingSelectedWord() {
    return tr("selects nothing");
}

}  // namespace armillary::app
