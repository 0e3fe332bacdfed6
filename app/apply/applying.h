#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QtQmlIntegration>
#include <deque>
#include <stop_token>
#include <vector>

#include "apply_step.h"
#include "cluster.h"
#include "manifest.h"
#include "rollout_watch.h"

namespace armillary::app {

/// A manifest of any number of objects on its way into the cluster: read, compared with what is there, tried out by the
/// server, weighed by what it does to what runs, shown, applied (server-side apply) as one change that one undo takes
/// back, and followed until what has pods has those that it wants. On a locked context nothing is tried or applied:
/// what is shown is what is to be expected, and it can be saved as a patch. Its rows are the objects in the order in
/// which they are applied.
class Applying : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    /// Of objects that name none.
    Q_PROPERTY(QString homeNamespace READ homeNamespace WRITE setHomeNamespace NOTIFY clusterChanged)
    /// The manifest: from a text area, or from whoever has one.
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    /// Who owns the fields that are applied.
    Q_PROPERTY(QString fieldManager READ fieldManager WRITE setFieldManager NOTIFY textChanged)
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
    /// While Reviewing: fields are another's, and it is to be decided what becomes of them.
    Q_PROPERTY(bool owned READ isOwned NOTIFY stateChanged)
    /// Of how many objects.
    Q_PROPERTY(int asking READ asking NOTIFY stateChanged)
    /// While Reviewing: no server has been asked, since the context is locked.
    Q_PROPERTY(bool untried READ isUntried NOTIFY stateChanged)
    /// What all of it does to what runs, in sentences; none while that is being worked out.
    Q_PROPERTY(QStringList effects READ effects NOTIFY effectsChanged)
    Q_PROPERTY(bool weighing READ isWeighing NOTIFY effectsChanged)
    /// What could not be read for that: "pods, networkpolicies".
    Q_PROPERTY(QString unseen READ unseen NOTIFY effectsChanged)
    /// What undo will not bring back, in sentences.
    Q_PROPERTY(QStringList irrevocable READ irrevocable NOTIFY stateChanged)
    /// Once it is applied: how far the workloads are; "" when there are none.
    Q_PROPERTY(QString progress READ progress NOTIFY rolloutChanged)
    Q_PROPERTY(QString progressTone READ progressTone NOTIFY rolloutChanged)
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
    /// before) or "refused"; `status`: "", "failed", "done", and of what has pods "rolling" or "stuck" before that.
    /// `impacts`: [{id, label, tone, message}], the gravest first. `owned`: [{field, owner}], and `choice` what becomes
    /// of them: "" (it is refused), "take" or "leave".
    enum Role {
        SubjectRole = Qt::UserRole + 1,
        ResourceRole,
        KeyRole,
        ChangeRole,
        DetailRole,
        StateRole,
        ImpactsRole,
        OwnedRole,
        ChoiceRole,
    };

    explicit Applying(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString homeNamespace() const { return m_namespace; }
    void setHomeNamespace(const QString& name);
    QString text() const { return m_text; }
    QString fieldManager() const { return m_fieldManager; }
    void setFieldManager(const QString& name);
    Stage stage() const { return m_stage; }
    QString fault() const { return m_fault.text; }
    int faultLine() const { return m_fault.line; }
    QString summary() const { return m_summary; }
    QString outcome() const { return m_outcome; }
    QString outcomeTone() const { return m_tone; }
    bool canApply() const;
    bool isOwned() const { return asking() > 0; }
    int asking() const;
    bool isUntried() const { return m_untried; }
    QStringList effects() const;
    bool isWeighing() const { return m_weighing; }
    QString unseen() const { return m_unseen.join(QStringLiteral(", ")); }
    QStringList irrevocable() const;
    QString progress() const;
    QString progressTone() const;
    int done() const { return m_done; }
    int count() const { return static_cast<int>(m_steps.size()); }
    bool isLocked() const;

    void setText(const QString& text);
    /// On to Reviewing, or back to Editing with a fault.
    Q_INVOKABLE void look();
    Q_INVOKABLE void apply();
    /// What becomes of the fields of a row that others own: "take", "leave", "" for neither. It is tried anew.
    Q_INVOKABLE void decide(int row, const QString& choice);
    /// The same for every row that asks.
    Q_INVOKABLE void decideAll(const QString& choice);
    /// What would be applied, into a file: as it was written where that is to be YAML, else as a unified diff. Returns
    /// why it could not be written; "" when it was.
    Q_INVOKABLE QString savePatch(const QUrl& url) const;
    /// What it changes, object by object, whatever the cluster has of it: "Edit Deployment shop/web".
    Q_INVOKABLE QStringList titles() const;
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
    void textChanged();
    void stateChanged();
    void effectsChanged();
    void rolloutChanged();
    void faultChanged();
    void progressChanged();

private:
    void validate();
    void setStage(Stage stage);
    void setFault(const TextFault& fault, std::size_t objects);
    void take(std::vector<ApplyStep> steps);
    void lockChanged();
    void tryRows(std::deque<std::size_t> rows);
    void tryNext();
    void review();
    void weigh();
    void finish();
    void followRollouts();
    void changed(std::size_t row);

    QPointer<Cluster> m_cluster;
    QString m_namespace, m_text, m_summary, m_outcome, m_tone;
    QString m_fieldManager = QStringLiteral("armillary");
    QStringList m_unseen;
    TextFault m_fault;
    QTimer m_validateSoon;
    Stage m_stage = Editing;
    bool m_untried = false, m_weighing = false;
    int m_generation = 0;  ///< of what is under way: what was asked for before is not heard any more
    int m_done = 0;
    std::vector<ApplyStep> m_steps;
    std::deque<std::size_t> m_toTry;     ///< rows that the server has not been asked about
    std::vector<std::size_t> m_writing;  ///< rows, by their place among what is being written
    std::stop_source m_stop;
    RolloutWatch m_rollouts{this};
};

}  // namespace armillary::app
