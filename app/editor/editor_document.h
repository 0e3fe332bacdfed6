#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQmlIntegration>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "checked.h"
#include "cluster.h"
#include "cluster_checks.h"
#include "engine/editor/project.h"
#include "engine/manifest/journal.h"
#include "engine/manifest/merge.h"
#include "view_source.h"

namespace armillary::app {

/// What somebody edits: a Project, its files on the disk, what is selected, and how changes went. Canvas, form, YAML
/// pane, checks and plan look at one EditorDocument; whoever wants to change something calls perform() or one of its
/// kin, and hears of it, as all others do, by changed().
class EditorDocument : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// Where it is applied to, and what the canvas compares with.
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged)
    /// The folder's or file's name, "Untitled" without.
    Q_PROPERTY(QString title READ title NOTIFY filesChanged)
    /// By index: {name, path, changed, mistake, line}.
    Q_PROPERTY(QVariantList files READ files NOTIFY filesChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY filesChanged)
    /// Why the last opening or saving went wrong; "" when it did not.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(bool modified READ isModified NOTIFY changed)
    /// Files that another program has changed in the same places as somebody here: {file, name, count}.
    Q_PROPERTY(QVariantList clashes READ clashes NOTIFY clashesChanged)
    /// Names of files whose unsaved changes an earlier window has left behind: bringBack() or forgetUnsaved().
    Q_PROPERTY(QStringList unsaved READ unsaved NOTIFY unsavedChanged)
    /// It is no file but what files come to: showView(). What it holds is changed in them.
    Q_PROPERTY(bool view READ isView CONSTANT)
    Q_PROPERTY(QString undoTitle READ undoTitle NOTIFY changed)
    Q_PROPERTY(QString redoTitle READ redoTitle NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// The checks have looked at it as it is now, and, where there is a cluster, held it against that.
    Q_PROPERTY(bool checked READ isChecked NOTIFY findingsChanged)
    /// The file that the YAML pane shows; -1 when there is none.
    Q_PROPERTY(int file READ file WRITE setFile NOTIFY fileChanged)
    /// Ids of the items that are selected, the one that the form shows last.
    Q_PROPERTY(QList<int> selection READ selection WRITE setSelection NOTIFY selectionChanged)
    Q_PROPERTY(int current READ current NOTIFY selectionChanged)
    /// The field of the current item that somebody looks at, as manifest::print() writes it; "" for none.
    Q_PROPERTY(QString field READ field WRITE setField NOTIFY fieldChanged)

public:
    explicit EditorDocument(QObject* parent = nullptr);
    ~EditorDocument() override;

    const editor::Project& project() const { return *m_project; }

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QString title() const;
    QVariantList files() const;
    bool isLoading() const { return m_loading; }
    /// That is open; "" when it is none.
    QString folder() const;
    /// Before anything is open: it shows a view, whose edits and undo that source takes. The source outlives it.
    void setViewSource(ViewSource* source) { m_source = source; }
    const ViewSource* viewSource() const { return m_source; }
    bool isView() const { return m_source != nullptr; }
    /// Of a view: what its files come to now. Another path is another view.
    void showView(const std::filesystem::path& path, std::string bytes);
    /// Of a view: what its source says of fields is another than before.
    void renewOrigins() { emit originsChanged(); }
    /// Says why nothing was changed.
    void refuse(const QString& title, const QString& why) { emit refused(title, why); }
    /// The file of that path, which is made, empty and not on disk, where there is none.
    std::size_t fileAt(const std::filesystem::path& path);
    QString problem() const { return m_problem; }
    bool isModified() const;
    QVariantList clashes() const;
    QStringList unsaved() const;
    QString undoTitle() const;
    QString redoTitle() const;
    int count() const { return static_cast<int>(m_project->items().size()); }
    bool isChecked() const { return m_checkedRevision == m_project->revision(); }
    int file() const { return m_file; }
    void setFile(int file);
    const QList<int>& selection() const { return m_selection; }
    void setSelection(const QList<int>& selection);
    int current() const { return m_selection.isEmpty() ? 0 : m_selection.last(); }
    const QString& field() const { return m_field; }
    void setField(const QString& field);

    /// Each is one gesture: one step of undo. False when it was refused, which refused() has said then.
    bool perform(const QString& title, std::span<const manifest::Operation> operations, const QString& merge = {});
    bool edit(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge = {});
    /// The new items; none when it was refused. Into the file that is shown, or a new one that has no path yet.
    std::vector<editor::ItemId> add(const QString& title, const QString& yaml);
    bool connectItems(const QString& title, editor::ItemId from, editor::ItemId to, const relations::Way& way,
                      const relations::WayOptions& options);
    bool disconnectItems(const QString& title, const editor::Connection& connection);
    Q_INVOKABLE bool rename(int item, const QString& name);
    /// Removes what is selected.
    Q_INVOKABLE bool removeSelection();
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();

    /// In place of what is open: a file, or a folder's manifests. It is read backstage.
    Q_INVOKABLE void open(const QUrl& url);
    /// In place of what is open: nothing.
    Q_INVOKABLE void clear();
    /// What runs: objects of the cluster join what is open, as they are but for what the server writes; those that are
    /// there already are selected. `resource`: "apps/Deployment"; `keys`: "namespace/name", at most kMostFromCluster;
    /// `at`: the place that placing() tells, if any.
    Q_INVOKABLE void addFromCluster(const QString& resource, const QStringList& keys, const QVariant& at = {});
    /// Why that cannot be done; "" when it can.
    Q_INVOKABLE QString whyNotFromCluster(const QString& resource, const QStringList& keys) const;
    static constexpr qsizetype kMostFromCluster = 100;
    /// Files and folders: one in place of an empty project, otherwise their manifests become files of what is open.
    /// Those that are open already stay as they are.
    Q_INVOKABLE void addFiles(const QList<QUrl>& urls, const QVariant& at = {});
    /// Writes what has been changed; what has no path yet goes to `url`, for which placeWanted() asks.
    Q_INVOKABLE void save(const QUrl& url = {});
    /// Joins what both have changed in a file; where that is in the same place, what is here stays, or what is on the
    /// disk comes. A step of undo.
    Q_INVOKABLE void settleClash(int file, bool takeTheirs);
    /// In place of what is open: what was left behind, changed as it was.
    Q_INVOKABLE void bringBack();
    Q_INVOKABLE void forgetUnsaved();
    /// Nothing of what is not saved is kept for later: somebody was asked.
    Q_INVOKABLE void giveUp();
    /// The text of these items, or of all where none are named: YAML.
    Q_INVOKABLE QString textOf(const QList<int>& items) const;
    /// The files as they stand here, saved or not: {path ("": none yet), text as bytes}.
    Q_INVOKABLE QVariantList texts() const;

signals:
    void clusterChanged();
    /// The project is another one than before: something was edited, undone, opened.
    void changed();
    void filesChanged();
    void fileChanged();
    void problemChanged();
    void selectionChanged();
    void fieldChanged();
    /// Nothing was changed, and why.
    void refused(const QString& title, const QString& why);
    /// What else had to be written.
    void noted(const QString& note);
    /// The checks have looked at the project as it is: project().findings().
    void findingsChanged();
    void clashesChanged();
    void unsavedChanged();
    void originsChanged();
    void saved();
    void placeWanted();
    /// What is new with the next change belongs there, for views that have places.
    void placing(QPointF at);
    /// What came from the cluster is there.
    void added(const QList<int>& items);

private:
    bool take(const QString& title, const editor::Project::Outcome& outcome);
    void projectChanged();
    void replace(std::unique_ptr<editor::Project> project);
    void settleHome();
    void setProblem(const QString& problem);
    void takeFromCluster(const QString& resource, const QStringList& keys, const QString& text, const QVariant& at);
    QString shownPath(const QString& path) const;
    std::filesystem::path newPath() const;
    void watchFiles();
    void lookAtDisk();
    void joinWithDisk(std::size_t file, std::string bytes);
    void lookForUnsaved();
    void note();
    void check();
    void showFindings();

    bool refuseInView(const QString& title);
    bool editView(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge);

    QPointer<Cluster> m_cluster;
    std::unique_ptr<editor::Project> m_project;
    ViewSource* m_source = nullptr;
    QUrl m_url;
    QString m_problem, m_field;
    QList<int> m_selection;
    int m_file = -1;
    std::uint64_t m_checkedRevision = 0;
    std::shared_ptr<const Checked> m_checked;  ///< of what is open; null before the first check
    ClusterChecks m_clusterChecks;
    struct Clash {
        std::string bytes;  ///< on the disk
        manifest::Merged merged;
    };
    std::map<std::size_t, Clash> m_clashes;  ///< by file
    std::optional<manifest::Journal> m_journal;
    std::vector<manifest::Journal::Recovered> m_unsaved;
    bool m_lookedForUnsaved = false;
    QFileSystemWatcher m_watcher;
    QTimer m_checkSoon, m_lookSoon, m_noteSoon;
    int m_generation = 0;  ///< of what is open: what was asked for before is not heard any more
    bool m_loading = false, m_checking = false;
};

}  // namespace armillary::app
