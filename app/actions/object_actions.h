#pragma once

#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QtQmlIntegration>
#include <optional>
#include <vector>

#include "app/kinds/kind.h"
#include "cluster.h"

namespace armillary::app {

/// What can be done to some objects of one resource, and the doing of it. The objects are read anew before anything is
/// offered, so that what is offered fits what they are now. While the cluster's gate is locked nothing is offered that
/// changes anything.
class ObjectActions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// The names of the views that the window has; actions that open others are not offered. Empty: it has all.
    Q_PROPERTY(QStringList views READ views WRITE setViews NOTIFY actionsChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY actionsChanged)
    /// Why nothing is offered; "" when something is.
    Q_PROPERTY(QString problem READ problem NOTIFY actionsChanged)
    /// {id, title, icon, shortcut, question, verb, input ("", "number", "text", "pairs", "choice", "form"), prompt,
    /// value, choices, view, options [{value, title, detail, enabled}], fields [{id, label, input, value, options,
    /// hint}], consequences [{icon, text, detail}], confirmation, obstacle, previews, looking}
    Q_PROPERTY(QVariantList actions READ actions NOTIFY actionsChanged)
    /// "Deployment shop/web", "3 pods".
    Q_PROPERTY(QString subject READ subject NOTIFY actionsChanged)
    Q_PROPERTY(int count READ count NOTIFY actionsChanged)

public:
    explicit ObjectActions(QObject* parent = nullptr) : QObject(parent) {}

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QStringList views() const { return m_views; }
    void setViews(const QStringList& views);
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    QVariantList actions() const;
    QString subject() const;
    int count() const { return static_cast<int>(m_subjects.size()); }

    /// Reads the objects; actionsChanged() says when. `resource` is "apps/Deployment", a key "namespace/name" or
    /// "name". Of several objects the first one's actions are offered, as far as they can be done to several.
    Q_INVOKABLE void prepare(const QString& resource, const QStringList& keys);
    /// The same, then begins the one with this id. `preset` is the input that its dialog starts with.
    Q_INVOKABLE void request(const QString& resource, const QStringList& keys, const QString& id,
                             const QVariant& preset = {});
    /// The same for the one with this shortcut, of those that the objects offer.
    Q_INVOKABLE void requestByShortcut(const QString& resource, const QStringList& keys, const QString& shortcut);
    /// Does one of those that are offered, if it neither asks nor wants anything; ready() says that it does, and needs
    /// a person. One that looks at the cluster first is ready() at once with `looking`, and looked() when it has.
    Q_INVOKABLE void begin(const QString& id, const QVariant& preset = {});
    /// What is wrong with the input of the one that was begun, as kinds::Action::check says; empty when nothing is.
    Q_INVOKABLE QVariantMap problems(const QVariant& input) const;
    /// {before, after} of what the one that was begun would make of the object; empty when it says nothing of that.
    Q_INVOKABLE QVariantMap preview(const QVariant& input) const;
    /// Does it to all of them, as one change. False when there is no such action now, or its input is wrong.
    /// One that only shows something becomes viewWanted().
    Q_INVOKABLE bool perform(const QString& id, const QVariant& input = {});

signals:
    void clusterChanged();
    void actionsChanged();
    /// An action that was begun wants a person's answer: its question, or its input.
    void ready(const QVariantMap& action);
    /// The same action, after it has looked at the cluster.
    void looked(const QVariantMap& action);
    /// The objects are to be shown in this view: "logs". `resource` is "apps/Deployment".
    void viewWanted(const QString& view, const QString& resource, const QStringList& keys);

private:
    /// Which action is wanted as soon as the objects have been read.
    struct Wanted {
        QString id, shortcut;
        QVariant preset;
    };
    void read(const QString& resource, const QStringList& keys, Wanted wanted);
    void take(std::vector<kinds::Subject> subjects, const QString& problem);
    void look(const kinds::Action& action, const QVariant& preset);
    std::vector<kinds::Action> offered() const;
    bool isLocked() const;
    QVariantMap asMap(const kinds::Action& action) const;

    Cluster* m_cluster = nullptr;
    bool m_loading = false;
    QString m_problem;
    QStringList m_views;
    Wanted m_wanted;
    std::vector<kinds::Subject> m_subjects;
    std::optional<kinds::Action> m_begun;  ///< with what it has found out
    int m_generation = 0;
};

}  // namespace armillary::app
