#pragma once

#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QtQmlIntegration>
#include <vector>

#include "app/kinds/kind.h"
#include "cluster.h"

namespace armillary::app {

/// What can be done to some objects of one resource, and the doing of it. The objects are read anew before anything is
/// offered, so that what is offered fits what they are now.
class ObjectActions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    Q_PROPERTY(bool loading READ isLoading NOTIFY actionsChanged)
    /// Why nothing is offered; "" when something is.
    Q_PROPERTY(QString problem READ problem NOTIFY actionsChanged)
    /// {id, title, icon, shortcut, question, verb, input ("", "number", "text", "pairs", "choice"), prompt, value,
    /// choices, view, reachesIn}
    Q_PROPERTY(QVariantList actions READ actions NOTIFY actionsChanged)
    /// "Deployment shop/web", "3 pods".
    Q_PROPERTY(QString subject READ subject NOTIFY actionsChanged)
    Q_PROPERTY(int count READ count NOTIFY actionsChanged)

public:
    explicit ObjectActions(QObject* parent = nullptr) : QObject(parent) {}

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    QVariantList actions() const;
    QString subject() const;
    int count() const { return static_cast<int>(m_subjects.size()); }

    /// Reads the objects; actionsChanged() says when. `resource` is "apps/Deployment", a key "namespace/name" or
    /// "name". Of several objects the first one's actions are offered, as far as they need no input of their own.
    Q_INVOKABLE void prepare(const QString& resource, const QStringList& keys);
    /// The same, then does the one with this id if it neither asks nor wants anything; ready() says that it does, and
    /// needs a person.
    Q_INVOKABLE void request(const QString& resource, const QStringList& keys, const QString& id);
    /// Does it to all of them. False when there is no such action now.
    /// One that only shows something becomes viewWanted().
    Q_INVOKABLE bool perform(const QString& id, const QVariant& input = {});

signals:
    void clusterChanged();
    void actionsChanged();
    /// A requested action wants a person's answer: its question, or its input.
    void ready(const QVariantMap& action);
    /// The objects are to be shown in this view: "logs". `resource` is "apps/Deployment".
    void viewWanted(const QString& view, const QString& resource, const QStringList& keys);

private:
    void take(std::vector<kinds::Subject> subjects, const QString& problem);
    std::vector<kinds::Action> offered() const;

    Cluster* m_cluster = nullptr;
    bool m_loading = false;
    QString m_problem, m_requested;
    std::vector<kinds::Subject> m_subjects;
    int m_generation = 0;
};

}  // namespace armillary::app
