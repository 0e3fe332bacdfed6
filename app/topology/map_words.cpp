#include "map_words.h"

#include <QCoreApplication>

#include "engine/relations/relations.h"

namespace armillary::app {

namespace {
namespace relation = relations::relation;

class Map {
    Q_DECLARE_TR_FUNCTIONS(Map)
};
}  // namespace

QString kindWord(std::string_view kind) {
    if (kind == "Ingress") return Map::tr("Ingress");
    if (kind == "Service") return Map::tr("Service");
    if (kind == "Deployment") return Map::tr("Deployment");
    if (kind == "StatefulSet") return Map::tr("Stateful set");
    if (kind == "DaemonSet") return Map::tr("Daemon set");
    if (kind == "ReplicaSet") return Map::tr("Replica set");
    if (kind == "Job") return Map::tr("Job");
    if (kind == "CronJob") return Map::tr("Cron job");
    if (kind == "ConfigMap") return Map::tr("Config map");
    if (kind == "Secret") return Map::tr("Secret");
    if (kind == "PersistentVolumeClaim") return Map::tr("Volume claim");
    if (kind == "ServiceAccount") return Map::tr("Service account");
    if (kind == "waiting") return Map::tr("Waiting for a machine");
    return QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
}

QString edgeWord(std::string_view relation) {
    if (relation == relation::kRoutes) return Map::tr("routes to");
    if (relation == relation::kSelects) return Map::tr("selects");
    if (relation == relation::kReads) return Map::tr("reads");
    if (relation == relation::kPullsWith) return Map::tr("pulls images with");
    if (relation == relation::kMounts) return Map::tr("mounts");
    if (relation == relation::kClaims) return Map::tr("claims");
    if (relation == relation::kRunsAs) return Map::tr("runs as");
    if (relation == "runs") return Map::tr("runs");
    return QString::fromUtf8(relation.data(), static_cast<qsizetype>(relation.size()));
}

QString missingWord(bool optional) {
    return optional ? Map::tr("not there, but optional") : Map::tr("missing");
}

QString nothingSelectedWord() {
    return Map::tr("selects nothing");
}

}  // namespace armillary::app
