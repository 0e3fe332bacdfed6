#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <QUrl>
#include <QtQmlIntegration>
#include <stop_token>
#include <vector>

#include "apply_step.h"
#include "cluster.h"
#include "manifest.h"

namespace armillary::app {

/// A manifest of any number of objects on its way into the cluster: read, compared with what is there, tried out by the
/// server, shown, and applied (server-side apply, field manager "armillary") as one change that one undo takes back.
/// Its rows are the objects in the order in which they are applied.
class Applying : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// Of objects that name none.
    Q_PROPERTY(QString homeNamespace READ homeNamespace WRITE setHomeNamespace NOTIFY clusterChanged)
    Q_PROPERTY(Stage stage READ stage NOTIFY stateChanged)
    /// What is wrong with the text, and in which line (0: unknown).
    Q_PROPERTY(QString fault READ fault NOTIFY faultChanged)
    Q_PROPERTY(int faultLine READ faultLine NOTIFY faultChanged)
    /// "3 objects" while the text can be read.
    Q_PROPERTY(QString summary READ summary NOTIFY faultChanged)
    /// What applying will do or has done, in words.
    Q_PROPERTY(QString outcome READ outcome NOTIFY stateChanged)
    Q_PROPERTY(QString outcomeTone READ outcomeTone NOTIFY stateChanged)
    /// While Reviewing: there is something to do, and nothing in the way.
    Q_PROPERTY(bool canApply READ canApply NOTIFY stateChanged)
    /// While Reviewing: fields are another's, and could be taken over.
    Q_PROPERTY(bool owned READ isOwned NOTIFY stateChanged)
    /// Fields that others own are taken from them. Looks anew.
    Q_PROPERTY(bool force READ isForcing WRITE setForce NOTIFY stateChanged)
    /// How many are looked at or applied, of rowCount().
    Q_PROPERTY(int done READ done NOTIFY progressChanged)
    Q_PROPERTY(int count READ count NOTIFY progressChanged)
    Q_PROPERTY(bool locked READ isLocked NOTIFY stateChanged)

public:
    enum Stage {
        Editing,
        Looking,    ///< reads what the cluster has, and has the server try
        Reviewing,  ///< waits for apply(), or edit()
        Writing,
        Finished,
    };
    Q_ENUM(Stage)
    /// `change`: "create", "update", "none", "waits" (for something that this manifest brings; it cannot be tried
    /// before) or "refused"; `state`: "", "done" or "failed".
    enum Role {
        SubjectRole = Qt::UserRole + 1,
        ResourceRole,
        KeyRole,
        ChangeRole,
        DetailRole,
        StateRole,
    };

    explicit Applying(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString homeNamespace() const { return m_namespace; }
    void setHomeNamespace(const QString& name);
    Stage stage() const { return m_stage; }
    QString fault() const { return m_fault.text; }
    int faultLine() const { return m_fault.line; }
    QString summary() const { return m_summary; }
    QString outcome() const { return m_outcome; }
    QString outcomeTone() const { return m_tone; }
    bool canApply() const;
    bool isOwned() const;
    bool isForcing() const { return m_force; }
    void setForce(bool force);
    int done() const { return m_done; }
    int count() const { return static_cast<int>(m_steps.size()); }
    bool isLocked() const;

    /// What is in the text area now.
    Q_INVOKABLE void setText(const QString& text);
    /// On to Reviewing, or back to Editing with a fault.
    Q_INVOKABLE void look();
    Q_INVOKABLE void apply();
    /// Ends what is under way where it is.
    Q_INVOKABLE void stop();
    /// Back to the text.
    Q_INVOKABLE void edit();
    /// What the cluster has of a row, and what it will have: {before, after} as YAML.
    Q_INVOKABLE QVariantMap texts(int row) const;
    /// A starter by the name of its file: "web".
    Q_INVOKABLE static QString starter(const QString& name);
    /// The text of a file, {text, problem}: one of the two is empty.
    Q_INVOKABLE static QVariantMap readFile(const QUrl& url);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void clusterChanged();
    void stateChanged();
    void faultChanged();
    void progressChanged();

private:
    void validate();
    void setStage(Stage stage);
    void setFault(const TextFault& fault, std::size_t objects);
    void take(std::vector<ApplyStep> steps);
    void tryNext();
    void review();
    void finish();
    void changed(std::size_t row);

    QPointer<Cluster> m_cluster;
    QString m_namespace, m_text, m_summary, m_outcome, m_tone;
    TextFault m_fault;
    QTimer m_validateSoon;
    Stage m_stage = Editing;
    bool m_force = false;
    int m_generation = 0;  ///< of what is under way: what was asked for before is not heard any more
    int m_done = 0;
    std::vector<ApplyStep> m_steps;
    std::vector<std::size_t> m_writing;  ///< rows, by their place among what is being written
    std::stop_source m_stop;
};

}  // namespace armillary::app
