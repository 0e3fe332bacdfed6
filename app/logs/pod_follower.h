#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>

#include "cluster.h"
#include "pod_query.h"

namespace armillary::app {

/// The pods of a query, live: listed, followed, and listed again when what follows ends.
class PodFollower : public QObject {
    Q_OBJECT

public:
    explicit PodFollower(QObject* parent) : QObject(parent) {}
    ~PodFollower() override { stop(); }

    void start(Cluster* cluster, PodQuery query);
    void stop();

    bool isListed() const { return m_listed; }
    std::vector<LogPod> pods() const;

signals:
    void changed();
    /// They cannot be listed; tried again after a while.
    void failed(const QString& problem, bool forbidden);

private:
    struct Inbox;
    void list();
    void follow(const std::string& resourceVersion);
    void take();
    void again();
    void end();
    void askForJobs();

    QPointer<Cluster> m_cluster;
    PodQuery m_query;
    bool m_listed = false;
    std::map<QString, LogPod> m_pods;
    std::map<QString, std::optional<bool>> m_jobs;  ///< whether they are the cron job's; nothing while that is asked
    std::shared_ptr<Inbox> m_inbox;                 ///< of this round alone
    std::unique_ptr<client::Stream> m_stream;
    std::chrono::milliseconds m_pause{};
};

}  // namespace armillary::app
