#pragma once

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QtQmlIntegration>
#include <chrono>
#include <vector>

#include "cluster.h"
#include "drain_plan.h"

namespace armillary::app {

/// One node that is emptied: first what would happen to each pod, then, once started, what happens: cordoned, then
/// evicted pod by pod, again and again where a disruption budget forbids it, until all are gone or somebody cancels.
/// Pods are read every second or so; every change goes through the gate, without a word of its own: told() speaks.
class Drain : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Drains")
    Q_PROPERTY(QString node READ node CONSTANT)
    Q_PROPERTY(State state READ state NOTIFY changed)
    /// The pods are not known yet.
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
    /// Why they cannot be read, or why it does not go on; "" when all is well.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(bool cordoned READ isCordoned NOTIFY changed)
    /// Options; while it drains they stay what they are.
    Q_PROPERTY(bool force READ isForced WRITE setForced NOTIFY changed)
    Q_PROPERTY(bool emptyDir READ hasEmptyDir WRITE setEmptyDir NOTIFY changed)
    Q_PROPERTY(int graceSeconds READ graceSeconds WRITE setGraceSeconds NOTIFY changed)
    /// Of pods: that are to go or have gone, that have, that budgets hold, that wait for a person's word, that failed.
    Q_PROPERTY(int total READ total NOTIFY changed)
    Q_PROPERTY(int gone READ gone NOTIFY changed)
    Q_PROPERTY(int blocked READ blocked NOTIFY changed)
    Q_PROPERTY(int inTheWay READ inTheWay NOTIFY changed)
    Q_PROPERTY(int failures READ failures NOTIFY changed)

public:
    /// Planned: nothing has been done. Stopped: cancelled, or it cannot go on.
    enum State { Planned, Cordoning, Draining, Done, Stopped };
    Q_ENUM(State)
    /// status: "waiting", "evicting", "blocked", "gone", "stays", "inTheWay", "failed".
    enum Role { NamespaceRole = Qt::UserRole + 1, NameRole, OwnerRole, StatusRole, DetailRole };
    static constexpr std::size_t kMostPods = 5'000;

    /// `retryAfter`: how long a pod that is held by a budget is left alone.
    Drain(Cluster* cluster, const QString& node, std::chrono::milliseconds retryAfter, QObject* parent);

    QString node() const { return m_node; }
    State state() const { return m_state; }
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    bool isCordoned() const { return m_cordoned; }
    bool isActive() const { return m_state == Cordoning || m_state == Draining; }
    bool isForced() const { return m_options.force; }
    void setForced(bool force) { choose(m_options.force, force); }
    bool hasEmptyDir() const { return m_options.emptyDir; }
    void setEmptyDir(bool taken) { choose(m_options.emptyDir, taken); }
    int graceSeconds() const { return m_options.graceSeconds; }
    void setGraceSeconds(int seconds) { choose(m_options.graceSeconds, seconds); }
    int total() const;
    int gone() const { return count(Status::Gone); }
    int blocked() const { return count(Status::Blocked); }
    int inTheWay() const { return count(Status::InTheWay); }
    int failures() const { return count(Status::Failed); }

    /// Goes on where it was stopped. Nothing while a pod is in the way, or the context is locked.
    Q_INVOKABLE void start();
    /// Evicts no further pod; those that were told to go do. The node stays cordoned.
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void uncordon();
    /// Reads now rather than in a moment.
    Q_INVOKABLE void refresh();
    /// Somebody looks at it; while nobody does and nothing happens, it reads nothing.
    Q_INVOKABLE void setWatched(bool watched);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// How far it is; `over` when nothing more will happen by itself.
    void told(const QString& title, bool failed, bool over);

private:
    enum class Status { Waiting, Evicting, Blocked, Gone, Stays, InTheWay, Failed };
    struct Row {
        DrainPod pod;
        Status status = Status::Waiting;
        QString detail;
        qint64 retryAt = 0;  ///< on m_clock
    };
    struct Read;
    template <class T>
    void choose(T& option, T wanted) {
        if (isActive() || std::exchange(option, wanted) == wanted) return;
        plan();
    }
    static QString statusName(Status status);
    int count(Status status) const;
    void take(const Read& read);
    void plan();
    void merge(const std::vector<DrainPod>& pods);
    void step();
    void evicted(const QString& uid, const Result<client::Answer>& outcome);
    void set(std::size_t row, Status status, const QString& detail);
    Row* rowOf(const QString& uid);
    void finish(State state, const QString& problem = {});
    QString progress() const;

    QPointer<Cluster> m_cluster;
    QString m_node, m_problem;
    std::chrono::milliseconds m_retryAfter;
    State m_state = Planned;
    DrainOptions m_options;
    bool m_loading = true, m_cordoned = false, m_reading = false, m_evicting = false, m_watched = false;
    QJsonArray m_pods;  ///< as they were read last
    std::vector<Budget> m_budgets;
    std::vector<Row> m_rows;
    QElapsedTimer m_clock;
    QTimer m_poll, m_retry;
};

}  // namespace armillary::app
