#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <expected>
#include <string>
#include <vector>

namespace armillary::app {

/// One container of a pod, as far as its log goes.
struct LogContainer {
    QString name;
    bool running = false;
    bool ended = false;  ///< has run, and does not now
    int restarts = 0;
    QString waiting;  ///< why it does not run: "ImagePullBackOff"; "" when it does or did
};

struct LogPod {
    QString name, uid, phase;
    QString job;                           ///< the one that controls it; "" for none
    std::vector<LogContainer> containers;  ///< in the order in which they run: init containers, others, ephemeral ones
};
LogPod readLogPod(const QJsonObject& pod);

/// Which pods a log is of.
struct PodQuery {
    std::string namespace_;
    std::string selection;  ///< "labelSelector=app%3Dweb": percent-encoded
    QString cronJob;        ///< only the pods of the jobs of the cron job with this uid; "" for all
};

/// Where "apps/Deployment" "shop/web" is read; "" for kinds that have no pods.
std::string podOwnerPath(const QString& resource, const QString& key);
/// The pods of a workload or a service, which is given as JSON; the error is a sentence.
std::expected<PodQuery, QString> podQueryOf(const QJsonObject& owner);
PodQuery podQueryOfPod(const QString& key);
/// Whether a cron job with this uid has made the job.
bool isJobOf(const QJsonObject& job, const QString& cronJob);

}  // namespace armillary::app
