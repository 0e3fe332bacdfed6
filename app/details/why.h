#pragma once

#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQmlIntegration>

#include "cluster.h"

namespace armillary::app {

/// Why an object is in the state it is in: statements with their evidence and the next step. Worked out anew when the
/// object changes or again() is called, not more often than every two seconds; and now and then without either, since
/// it rests on much that nobody follows here: endpoints, quotas, what a port answers.
class Why : public QObject {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed)
    /// As tables show it: "CrashLoopBackOff".
    Q_PROPERTY(QString state READ state NOTIFY changed)
    /// Likeliest cause first: {id, statement, next, evidence: [{kind, ref, text}]}.
    Q_PROPERTY(QVariantList statements READ statements NOTIFY changed)
    /// Nothing is wrong.
    Q_PROPERTY(bool fine READ isFine NOTIFY changed)

public:
    explicit Why(QObject* parent);

    bool isLoading() const { return m_loading; }
    QString state() const { return m_state; }
    QVariantList statements() const { return m_statements; }
    bool isFine() const { return m_fine; }

    void setCluster(Cluster* cluster) { m_cluster = cluster; }
    /// Null: about nothing.
    void setObject(const ObjectRef& object);
    /// What it may rest on has changed.
    void again();

signals:
    void changed();

private:
    void ask();
    void take(const explain::Explanation& explanation);

    QPointer<Cluster> m_cluster;
    ObjectRef m_object;
    QTimer m_soon;
    bool m_loading = false, m_asking = false, m_again = false, m_fine = false;
    QString m_state;
    QVariantList m_statements;
};

}  // namespace armillary::app
