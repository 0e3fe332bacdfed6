#pragma once

#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQmlIntegration>

#include "family.h"
#include "usage_history.h"

namespace armillary::app {

/// What a pod, a workload's pods together, or a node use: asked of metrics.k8s.io every few seconds while it is shown.
/// What was seen stays for as long as this does.
class Usage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("of ObjectDetails")
    /// It is of a kind that uses something.
    Q_PROPERTY(bool applies READ applies NOTIFY changed)
    /// Why there are no measures: "" (there are, or the first are awaited), "off", "forbidden", "simulated", "empty",
    /// "failed"; and the same in words.
    Q_PROPERTY(QString missing READ missing NOTIFY changed)
    Q_PROPERTY(QString missingText READ missingText NOTIFY changed)
    /// {id, title, points (x: seconds since the epoch), now, detail, request, limit}; request and limit are less than 0
    /// where there is none.
    Q_PROPERTY(QVariantList graphs READ graphs NOTIFY changed)
    /// The time of the last sample, in seconds since the epoch.
    Q_PROPERTY(qint64 at READ at NOTIFY changed)

public:
    explicit Usage(QObject* parent);

    bool applies() const { return m_target != Target::None; }
    QString missing() const { return m_missing; }
    QString missingText() const;
    QVariantList graphs() const { return m_graphs; }
    qint64 at() const { return m_at; }

    void setCluster(Cluster* cluster) { m_cluster = cluster; }
    /// What the subject's pods are; outlives this.
    void setFamily(const Family* family);
    /// Null: nothing is shown, and nothing asked.
    void setObject(const ObjectRef& object);

signals:
    void changed();

private:
    enum class Target { None, Pod, Workload, Node };
    /// What is asked for and what is allowed, together; less than 0 for none.
    struct Bounds {
        double cpuRequest = -1, cpuLimit = -1, memoryRequest = -1, memoryLimit = -1;
    };

    static Target targetOf(const Object& object);
    std::vector<ObjectRef> pods() const;
    Bounds bounds(const std::vector<ObjectRef>& pods) const;
    bool isSimulated(const std::vector<ObjectRef>& pods) const;
    std::string question() const;
    void sample();
    void take(const Result<client::Answer>& answer, const std::vector<ObjectRef>& pods);
    void note(UsageSample sample);
    void draw();
    void setMissing(const QString& missing, const QString& problem = {});

    QPointer<Cluster> m_cluster;
    const Family* m_family = nullptr;
    ObjectRef m_object;
    Target m_target = Target::None;
    UsageHistory m_history;
    QTimer m_poll;
    bool m_asking = false;
    QString m_missing, m_problem;
    QVariantList m_graphs;
    qint64 m_at = 0;
};

}  // namespace armillary::app
