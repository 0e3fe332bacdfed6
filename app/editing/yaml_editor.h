#pragma once

#include <QMap>
#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQmlIntegration>

#include "cluster.h"
#include "manifest.h"
#include "object_watch.h"
#include "three_way.h"

namespace armillary::app {

/// One object's YAML while somebody edits it. What is saved is what was changed, field by field, on top of what the
/// object is by then; where both have changed the same field, a person decides. The text itself is the text area's:
/// it says what is in it, and textWanted() says what is to be.
class YamlEditor : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY subjectChanged REQUIRED)
    /// "apps/Deployment" and "namespace/name".
    Q_PROPERTY(QString resource READ resource NOTIFY subjectChanged)
    Q_PROPERTY(QString key READ key NOTIFY subjectChanged)
    Q_PROPERTY(QString kind READ kind NOTIFY subjectChanged)
    Q_PROPERTY(Stage stage READ stage NOTIFY stateChanged)
    /// Why there is nothing to edit; "" when there is.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    /// Why nothing can be changed: the lock, or what the server lets nobody do; "" when it can.
    Q_PROPERTY(QString readOnly READ readOnly NOTIFY stateChanged)
    Q_PROPERTY(bool dirty READ isDirty NOTIFY dirtyChanged)
    /// What is wrong with the text, and in which line (0: unknown).
    Q_PROPERTY(QString fault READ fault NOTIFY faultChanged)
    Q_PROPERTY(int faultLine READ faultLine NOTIFY faultChanged)
    /// How the last attempt went: "good", "warning" or "bad", and in words; "" before the first.
    Q_PROPERTY(QString outcome READ outcome NOTIFY stateChanged)
    Q_PROPERTY(QString outcomeTone READ outcomeTone NOTIFY stateChanged)
    /// Somebody else has changed it since it was opened.
    Q_PROPERTY(bool changedMeanwhile READ isChangedMeanwhile NOTIFY stateChanged)
    Q_PROPERTY(bool gone READ isGone NOTIFY stateChanged)
    /// While Reviewing: what the cluster has, and what it will have.
    Q_PROPERTY(QString before READ before NOTIFY stateChanged)
    Q_PROPERTY(QString after READ after NOTIFY stateChanged)
    /// While Choosing: {path, base, mine, theirs, side ("", "mine", "theirs")}.
    Q_PROPERTY(QVariantList conflicts READ conflicts NOTIFY conflictsChanged)
    /// It is a Secret; whether its values are in the text.
    Q_PROPERTY(bool secret READ isSecretOpen NOTIFY stateChanged)
    Q_PROPERTY(bool revealed READ isRevealed NOTIFY stateChanged)

public:
    enum Stage {
        Loading,
        Editing,
        Working,    ///< reads, tries or saves
        Reviewing,  ///< it can be saved, and waits for confirm() or cancel()
        Choosing,   ///< it waits for choose() of each conflict, or cancel()
    };
    Q_ENUM(Stage)

    explicit YamlEditor(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString resource() const { return m_resource; }
    QString key() const { return m_key; }
    QString kind() const { return m_resource.section(u'/', 1, 1); }
    Stage stage() const { return m_stage; }
    QString problem() const { return m_problem; }
    QString readOnly() const;
    bool isDirty() const { return m_dirty; }
    QString fault() const { return m_fault.text; }
    int faultLine() const { return m_fault.line; }
    QString outcome() const { return m_outcome; }
    QString outcomeTone() const { return m_outcomeTone; }
    bool isChangedMeanwhile() const { return m_changedMeanwhile; }
    bool isGone() const { return m_gone; }
    QString before() const { return m_before; }
    QString after() const { return m_after; }
    QVariantList conflicts() const;
    bool isSecretOpen() const { return isSecret(m_base); }
    bool isRevealed() const { return m_revealed; }

    Q_INVOKABLE void show(const QString& resource, const QString& key);
    /// What is in the text area now.
    Q_INVOKABLE void setText(const QString& text);
    /// Asks the server whether it would take it, and changes nothing.
    Q_INVOKABLE void check() { begin(Purpose::Check); }
    /// On to Reviewing, or Choosing, or an outcome that says why not.
    Q_INVOKABLE void save() { begin(Purpose::Save); }
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void cancel();
    /// Takes what others have changed into the text, and keeps what was changed here.
    Q_INVOKABLE void takeTheirs() { begin(Purpose::Take); }
    /// `side`: "mine" or "theirs". Goes on once all are chosen.
    Q_INVOKABLE void choose(const QString& path, const QString& side);
    /// Back to what the cluster has.
    Q_INVOKABLE void revert();
    /// A Secret's values into the text, or out of it.
    Q_INVOKABLE void reveal(bool shown);
    /// What others have changed, as texts to compare.
    Q_INVOKABLE QVariantMap theirChange() const;

signals:
    void subjectChanged();
    void stateChanged();
    void dirtyChanged();
    void faultChanged();
    void conflictsChanged();
    /// To be put into the text area. It is what the cluster has when `clean`, otherwise it has changes that are not
    /// saved.
    void textWanted(const QString& text, bool clean);
    void saved();

private:
    enum class Purpose { Check, Save, Take };

    const client::ApiResource* apiResource() const;
    std::string path() const;
    void follow();
    void take(const ObjectRef& object);
    /// Shows this as what the cluster has.
    void adopt(const QJsonObject& part);
    /// Puts `document` into the text area as something that is not saved.
    void put(const QJsonObject& document);
    void setDirty(bool dirty);
    void setFault(const TextFault& fault);
    void setStage(Stage stage);
    void conclude(const QString& tone, const QString& outcome);

    void validate();
    void begin(Purpose purpose);
    void readLive();
    void join();
    void tryOut();
    void review();
    void submit();
    Write write() const;

    QPointer<Cluster> m_cluster;
    QString m_resource, m_key, m_problem;
    ObjectWatch m_watch;
    QTimer m_validateSoon;
    Stage m_stage = Loading;
    Purpose m_purpose = Purpose::Check;
    int m_generation = 0;  ///< of what is under way: what was asked for before is not heard any more
    int m_attempts = 0;
    bool m_dirty = false, m_changedMeanwhile = false, m_gone = false, m_revealed = false, m_confirmed = false;
    bool m_separateStatus = true;
    QString m_text, m_cleanText, m_outcome, m_outcomeTone, m_before, m_after;
    TextFault m_fault;
    QJsonObject m_base;            ///< what the text was made from
    QJsonObject m_live;            ///< what the cluster has, as far as it is known
    QJsonObject m_mine, m_theirs;  ///< of the attempt under way
    QString m_theirVersion;        ///< resourceVersion of m_theirs
    Merged m_merged;
    std::vector<Conflict> m_asked;  ///< conflicts that a person decides
    QMap<QString, Side> m_choices;
};

}  // namespace armillary::app
