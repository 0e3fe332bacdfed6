#pragma once

#include <QStringList>
#include <QtQmlIntegration>
#include <map>

#include "log_stream.h"
#include "pod_follower.h"

namespace armillary::app {

/// The logs of a pod, or of all pods of a workload or a service: pods join and leave as they come and go.
class LogSource : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY asked)
    /// "/Pod", "apps/Deployment" and "namespace/name": what to read the logs of. Changing anything that is asked for
    /// begins anew.
    Q_PROPERTY(QString resource READ resource WRITE setResource NOTIFY asked)
    Q_PROPERTY(QString key READ key WRITE setKey NOTIFY asked)
    /// One container's name in each pod; "" for all.
    Q_PROPERTY(QString container READ container WRITE setContainer NOTIFY asked)
    /// Of the containers' previous run.
    Q_PROPERTY(bool previous READ isPrevious WRITE setPrevious NOTIFY asked)
    /// How far back: the last lines of each container, or seconds. 0: no such bound.
    Q_PROPERTY(int lastLines READ lastLines WRITE setLastLines NOTIFY asked)
    Q_PROPERTY(int sinceSeconds READ sinceSeconds WRITE setSinceSeconds NOTIFY asked)

    /// Names of containers that its pods have or had.
    Q_PROPERTY(QStringList containers READ containers NOTIFY containersChanged)
    Q_PROPERTY(int pods READ pods NOTIFY stateChanged)
    Q_PROPERTY(int following READ following NOTIFY stateChanged)
    /// Containers that are not followed because that would be more than kMostStreams at once.
    Q_PROPERTY(int leftOut READ leftOut NOTIFY stateChanged)
    /// The pods are not known yet.
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    /// Why nothing, or not everything, can be read; "" when all is well.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(bool forbidden READ isForbidden NOTIFY stateChanged)
    /// Which containers do not run, and why: "web-1 web: ImagePullBackOff", a line each.
    Q_PROPERTY(QString waiting READ waiting NOTIFY stateChanged)

public:
    static constexpr std::size_t kMostStreams = 50;

    explicit LogSource(QObject* parent = nullptr);
    ~LogSource() override;

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString resource() const { return m_resource; }
    void setResource(const QString& resource) { askOf(m_resource, resource); }
    QString key() const { return m_key; }
    void setKey(const QString& key) { askOf(m_key, key); }
    QString container() const { return m_container; }
    void setContainer(const QString& container) { ask(m_container, container); }
    bool isPrevious() const { return m_span.previous; }
    void setPrevious(bool previous) { ask(m_span.previous, previous); }
    int lastLines() const { return m_span.lastLines; }
    void setLastLines(int lines) { ask(m_span.lastLines, lines); }
    int sinceSeconds() const { return m_span.sinceSeconds; }
    void setSinceSeconds(int seconds) { ask(m_span.sinceSeconds, seconds); }

    QStringList containers() const { return m_containers; }
    int pods() const { return static_cast<int>(m_pods.pods().size()); }
    int following() const;
    int leftOut() const { return m_leftOut; }
    bool isLoading() const { return m_loading; }
    QString problem() const;
    bool isForbidden() const;
    QString waiting() const { return m_waiting; }

    /// Begins anew.
    Q_INVOKABLE void restart();

signals:
    void asked();
    void stateChanged();
    void containersChanged();
    /// What has come so far is of no interest any more.
    void restarted();
    /// On the window's thread, some twenty times a second at most; in no order. `lost` lines before them were too many.
    void arrived(const std::vector<armillary::app::LogLineRef>& lines, qint64 lost);

private:
    /// Pod's uid and container: a pod of the same name may come again.
    using StreamKey = std::pair<QString, QString>;
    template <class T>
    void ask(T& member, const T& wanted) {
        if (member == wanted) return;
        member = wanted;
        emit asked();
        m_begin.start();
    }
    void askOf(QString& member, const QString& wanted);
    void begin();
    void clear();
    void refuse(const QString& problem, bool forbidden);
    void followPods(const PodQuery& query);
    void reconcile();

    QPointer<Cluster> m_cluster;
    QString m_resource, m_key, m_container;
    LogSpan m_span;
    QTimer m_begin;  ///< what is asked for at once begins once
    QTimer m_batch, m_reconcile;
    PodFollower m_pods;
    PodQuery m_query;
    std::shared_ptr<LogInbox> m_inbox;
    std::map<StreamKey, std::unique_ptr<LogStream>> m_streams;
    QStringList m_containers;
    QString m_problem, m_waiting;
    bool m_loading = false, m_forbidden = false;
    int m_leftOut = 0, m_generation = 0;
};

}  // namespace armillary::app
