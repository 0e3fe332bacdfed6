#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QUrl>
#include <QVariantList>
#include <QVariantMap>
#include <QtQmlIntegration>
#include <memory>
#include <stop_token>

#include "change_list.h"
#include "cluster.h"
#include "editor_document.h"
#include "preview_work.h"
#include "tree_watch.h"

namespace armillary::app {

/// What a repository would make of what production runs: which one is open, which two revisions are compared, and what
/// came of it. All is read and rendered backstage. A repository of this machine is watched, and compared anew when its
/// files or branches change; a remote one is fetched when somebody asks. The last good result stays while the next
/// one is under way, and while none can be had.
class GitopsPreview : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster MEMBER m_cluster NOTIFY clusterChanged REQUIRED)
    /// Where the repository is, for people: without credentials. "" when none is open.
    Q_PROPERTY(QString address READ address NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// One was asked for. Whether it could be read says `ready`.
    Q_PROPERTY(bool open READ isOpen NOTIFY changed)
    Q_PROPERTY(bool ready READ isReady NOTIFY changed)
    Q_PROPERTY(bool remote READ isRemote NOTIFY changed)
    /// Something is read, fetched or rendered; `fetching`: git does; of `count` applications `done` are rendered.
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(bool fetching READ isFetching NOTIFY changed)
    Q_PROPERTY(int done READ done NOTIFY progressed)
    Q_PROPERTY(int count READ count NOTIFY progressed)
    /// Somebody stopped what was under way.
    Q_PROPERTY(bool stopped READ isStopped NOTIFY changed)
    /// Why there is no newer result, and what to do; "" when there is.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString next READ next NOTIFY changed)
    /// What is compared: names as git has them, "worktree" for the files on disk.
    Q_PROPERTY(QString base READ base WRITE setBase NOTIFY changed)
    Q_PROPERTY(QString head READ head WRITE setHead NOTIFY changed)
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY changed)
    Q_PROPERTY(bool hasResult READ hasResult NOTIFY resultChanged)
    /// The result was made of the revisions before those that are chosen, or of older files.
    Q_PROPERTY(bool stale READ isStale NOTIFY changed)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY resultChanged)
    /// Another number with each result.
    Q_PROPERTY(int revision READ revision NOTIFY resultChanged)
    /// The result in sentences.
    Q_PROPERTY(QString headline READ headline NOTIFY resultChanged)
    Q_PROPERTY(QStringList sentences READ sentences NOTIFY resultChanged)
    /// [{id, label, tone, number}], the gravest first: objects by what their change does.
    Q_PROPERTY(QVariantList impacts READ impacts NOTIFY resultChanged)
    /// [{application, text, next}]: what could not be told, and what is not supported or was left out.
    Q_PROPERTY(QVariantList problems READ problems NOTIFY resultChanged)
    Q_PROPERTY(QVariantList notes READ notes NOTIFY resultChanged)
    Q_PROPERTY(armillary::app::ChangeList* changes READ changes CONSTANT)
    /// Addresses of what was open before, the last first.
    Q_PROPERTY(QStringList recents READ recents NOTIFY recentsChanged)

public:
    static constexpr qsizetype kMostRecents = 10;

    explicit GitopsPreview(QObject* parent = nullptr);
    ~GitopsPreview() override;

    QString address() const { return m_shown; }
    QString title() const;
    bool isOpen() const { return !m_address.isEmpty(); }
    bool isReady() const { return m_looked.isOpen; }
    bool isRemote() const { return m_looked.isRemote; }
    bool isRunning() const { return m_running; }
    bool isFetching() const { return m_fetching; }
    int done() const { return m_done; }
    int count() const { return m_count; }
    bool isStopped() const { return m_stopped; }
    QString problem() const { return m_problem; }
    QString next() const { return m_next; }
    QString base() const { return m_base.isEmpty() ? QString::fromStdString(m_looked.base) : m_base; }
    void setBase(const QString& revision);
    QString head() const { return m_head.isEmpty() ? QString::fromStdString(m_looked.head) : m_head; }
    void setHead(const QString& revision);
    QString path() const { return m_path; }
    void setPath(const QString& path);
    bool hasResult() const { return m_preview != nullptr; }
    bool isStale() const { return hasResult() && (!m_problem.isEmpty() || m_stopped); }
    bool isEmpty() const { return hasResult() && m_preview->isEmpty(); }
    int revision() const { return m_revision; }
    QString headline() const;
    QStringList sentences() const;
    QVariantList impacts() const;
    QVariantList problems() const;
    QVariantList notes() const;
    ChangeList* changes() { return &m_changes; }
    QStringList recents() const;
    const gitops::References& references() const { return m_looked.references; }

    /// In place of what is open: a folder, or an address of git.
    Q_INVOKABLE void openAddress(const QString& address);
    Q_INVOKABLE void openFolder(const QUrl& url);
    /// What was open when the window was closed, unless something is open already.
    Q_INVOKABLE void openLast();
    Q_INVOKABLE void close();
    Q_INVOKABLE void forget(const QString& address);
    /// Once more; of a remote repository with what it has been given since.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void fetch();
    Q_INVOKABLE void stop();
    /// A revision for people: "Working tree", "main", "4f3c2a1".
    Q_INVOKABLE static QString shownRevision(const QString& revision);
    /// All about the object of a row: {subject, change, application, was, origin, impacts, fields: [{path, from, to}],
    /// before, after, editable}; empty when it has none. Secrets' values are hidden.
    Q_INVOKABLE QVariantMap detail(int row) const;
    /// The result as Markdown, on the clipboard.
    Q_INVOKABLE void copyMarkdown() const;
    /// The folder of the working tree; empty of a bare repository.
    Q_INVOKABLE QUrl worktree() const;
    /// Selects the row's object in what is edited; false when that does not have it.
    Q_INVOKABLE bool selectIn(armillary::app::EditorDocument* document, const QString& key) const;

signals:
    void clusterChanged();
    void changed();
    void progressed();
    void resultChanged();
    void recentsChanged();

private:
    /// Of a repository, what somebody chose to compare.
    struct Choice {
        QString address, base, head, path;
    };
    void start(const Choice& choice);
    void begin(bool fetching);
    void look(bool fetching);
    void take(Looked looked);
    void remember() const;

    Cluster* m_cluster = nullptr;
    QString m_address, m_shown, m_base, m_head, m_path, m_problem, m_next;
    Looked m_looked;  ///< the last that had a repository; without its preview
    std::shared_ptr<const gitops::Preview> m_preview;
    std::string m_markdown;
    ChangeList m_changes;
    TreeWatch m_watch;
    std::stop_source m_stop;
    int m_generation = 0;  ///< of what is under way: what was asked for before is not heard any more
    int m_revision = 0, m_done = 0, m_count = 0;
    bool m_running = false, m_fetching = false, m_stopped = false, m_again = false;
};

}  // namespace armillary::app
