#pragma once

#include <QObject>
#include <QPointer>
#include <memory>

#include "cluster.h"
#include "log_inbox.h"
#include "pod_query.h"

namespace armillary::app {

/// What part of a log is read. Specified at
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (read log of the specified Pod).
struct LogSpan {
    int lastLines = 0;      ///< 0: no such bound
    int sinceSeconds = 0;   ///< 0: no such bound
    bool previous = false;  ///< of the container's previous run, which does not go on
};

/// The log of one container, followed for as long as the container runs and again when it has been restarted. No line
/// comes twice.
class LogStream : public QObject {
    Q_OBJECT

public:
    LogStream(Cluster* cluster, std::shared_ptr<LogInbox> inbox, const PodQuery& query, const LogPod& pod,
              const QString& container, LogSpan span, QObject* parent);
    ~LogStream() override { end(); }

    /// Whether there is anything to read of a container now.
    static bool isReadable(const LogContainer& container, const LogSpan& span);

    /// What the pod says now of the container.
    void update(const LogContainer& container);
    /// The pod is gone: what is being read still comes, and no more is asked for.
    void retire();

    /// Reading, or about to.
    bool isOpen() const { return m_reading || m_waiting; }
    /// Why it could not be read last time; "" when it could.
    QString problem() const { return m_problem; }
    bool isForbidden() const { return m_forbidden; }

signals:
    void changed();

private:
    struct Reading;
    /// Up to where lines have come: time of the last one, and how many came with that time.
    struct Position {
        std::int64_t time = 0;
        std::size_t count = 0;
    };
    void read();
    void ended(const Status& status);
    void again();
    void end();
    std::string target() const;

    QPointer<Cluster> m_cluster;
    const std::shared_ptr<LogInbox> m_inbox;
    const std::string m_path;
    const QString m_pod, m_name;
    const LogSpan m_span;
    LogContainer m_container;
    Position m_position;
    std::shared_ptr<Reading> m_reading;  ///< null while nothing is asked for
    std::unique_ptr<client::Stream> m_stream;
    QString m_problem;
    bool m_forbidden = false, m_waiting = false, m_retired = false;
    int m_seenRestarts = -1;
    std::chrono::milliseconds m_pause;
};

}  // namespace armillary::app
