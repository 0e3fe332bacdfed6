#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QVariantList>
#include <QtQmlIntegration>
#include <optional>
#include <stop_token>
#include <vector>

#include "cluster.h"
#include "engine/gitops/source/branch.h"

namespace armillary::app {

/// What is edited as a commit on a branch of the repository that it lies in, pushed if that is wanted: the way to
/// production where nothing may be applied. No cluster is written to, and neither are the files on the disk. look()
/// says what it would contain, commit() makes it. Works backstage.
class BranchCommit : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// Whose backstage it works on.
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    Q_PROPERTY(Stage stage READ stage NOTIFY changed)
    /// What went wrong last, and what to do about it; "" when nothing did.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString next READ next NOTIFY changed)
    /// The repository's folder, the branch that is checked out in it ("": none), who commits.
    Q_PROPERTY(QString root READ root NOTIFY changed)
    Q_PROPERTY(QString base READ base NOTIFY changed)
    Q_PROPERTY(QString author READ author NOTIFY changed)
    Q_PROPERTY(QString proposedBranch READ proposedBranch NOTIFY changed)
    Q_PROPERTY(QString proposedMessage READ proposedMessage NOTIFY changed)
    /// What would be in it: {path, fresh, chosen}; and what cannot be, in sentences.
    Q_PROPERTY(QVariantList files READ files NOTIFY filesChanged)
    Q_PROPERTY(int chosen READ chosen NOTIFY filesChanged)
    Q_PROPERTY(QStringList leftOut READ leftOut NOTIFY changed)
    /// Names of where it can be pushed to, the usual one first; and the addresses, without credentials.
    Q_PROPERTY(QStringList remotes READ remotes NOTIFY changed)
    Q_PROPERTY(QStringList addresses READ addresses NOTIFY changed)
    /// Once it is made: where it is, its id, what git was not asked to do (sign it), whether it is pushed, and the page
    /// at which a pull request is opened ("" where that is not known).
    Q_PROPERTY(QString branch READ branch NOTIFY changed)
    Q_PROPERTY(QString commitId READ commitId NOTIFY changed)
    Q_PROPERTY(bool unsignedHere READ isUnsignedHere NOTIFY changed)
    Q_PROPERTY(bool pushed READ isPushed NOTIFY changed)
    Q_PROPERTY(QString page READ page NOTIFY changed)

public:
    enum Stage {
        Looking,
        Unable,  ///< nothing can be committed, and `problem` says why
        Ready,
        Committing,
        Pushing,
        Done,
    };
    Q_ENUM(Stage)

    explicit BranchCommit(QObject* parent = nullptr) : QObject(parent) {}
    ~BranchCommit() override { m_stop.request_stop(); }

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    Stage stage() const { return m_stage; }
    QString problem() const { return m_problem; }
    QString next() const { return m_next; }
    QString root() const { return m_looked.root; }
    QString base() const { return m_looked.base; }
    QString author() const { return m_looked.author; }
    QString proposedBranch() const { return m_looked.proposedBranch; }
    QString proposedMessage() const { return m_message; }
    QVariantList files() const;
    int chosen() const;
    QStringList leftOut() const { return m_looked.leftOut; }
    QStringList remotes() const;
    QStringList addresses() const;
    QString branch() const { return m_branch; }
    QString commitId() const { return m_commit; }
    bool isUnsignedHere() const { return m_unsigned; }
    bool isPushed() const { return m_pushed; }
    QString page() const { return m_page; }

    /// `files`: {path, text as bytes}, as they stand in the editor; `titles`: what is changed, in words.
    Q_INVOKABLE void look(const QVariantList& files, const QStringList& titles);
    /// Whether a file of `files` is to be in it.
    Q_INVOKABLE void choose(int file, bool wanted);
    /// What would become of a branch of that name: {text, possible}.
    Q_INVOKABLE QVariantMap weigh(const QString& branch) const;
    /// `remote`: an index of `remotes`; -1 when it stays here.
    Q_INVOKABLE void commit(const QString& branch, const QString& message, int remote);
    /// What is committed, to a remote.
    Q_INVOKABLE void push(int remote);
    /// Ends a push where it is.
    Q_INVOKABLE void stop() { m_stop.request_stop(); }

    /// What look() finds out.
    struct Looked {
        QString problem, next;  ///< why nothing can be committed
        QString root, base, author, proposedBranch;
        QStringList branches, leftOut;
        std::vector<gitops::EditedFile> files;
        std::vector<bool> fresh, chosen;  ///< by file
        std::vector<gitops::Remote> remotes;
    };

signals:
    void clusterChanged();
    void changed();
    void filesChanged();

private:
    void setStage(Stage stage);
    void fail(Stage stage, const gitops::Problem& problem);

    QPointer<Cluster> m_cluster;
    Stage m_stage = Looking;
    Looked m_looked;
    QString m_problem, m_next, m_message, m_branch, m_commit, m_page;
    bool m_unsigned = false, m_pushed = false;
    int m_generation = 0;  ///< what was asked for before is not heard any more
    std::stop_source m_stop;
};

}  // namespace armillary::app
