#pragma once

#include <QAbstractListModel>
#include <QSet>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQmlIntegration>

#include "archive/listing.h"
#include "channel_stream.h"
#include "file_commands.h"
#include "object_watch.h"

namespace armillary::app {

/// One folder of a container, folders first. It is read when it is entered and on refresh(), not followed.
class FileBrowser : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY asked)
    /// "namespace/name" of the pod.
    Q_PROPERTY(QString key READ key WRITE setKey NOTIFY asked)
    /// Which container's; "" for the pod's default one, and then the one that this is.
    Q_PROPERTY(QString container READ container WRITE setContainer NOTIFY asked)
    Q_PROPERTY(QStringList containers READ containers NOTIFY podChanged)
    /// Absolute, "/" at first.
    Q_PROPERTY(QString path READ path NOTIFY pathChanged)
    /// [{name, path}] of the folders from the root to this one.
    Q_PROPERTY(QVariantList crumbs READ crumbs NOTIFY pathChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    /// Why nothing is shown, or why it may be old; "" while all is well.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    /// The image lacks what it takes to see its files.
    Q_PROPERTY(bool needsTools READ needsTools NOTIFY stateChanged)
    /// There is more than is shown.
    Q_PROPERTY(bool incomplete READ isIncomplete NOTIFY stateChanged)
    Q_PROPERTY(int count READ count NOTIFY stateChanged)
    /// The names of what is selected.
    Q_PROPERTY(QStringList selected READ selected NOTIFY selectionChanged)

public:
    /// `kind` is "folder", "file", "link" or "other"; `target` is a link's; `opens` whether one can go into it;
    /// `usable` whether its name can be said to a server, which takes nothing but UTF-8.
    enum Role {
        NameRole = Qt::UserRole + 1,
        KindRole,
        SizeRole,
        ModifiedRole,
        TargetRole,
        OpensRole,
        SelectedRole,
        UsableRole
    };

    explicit FileBrowser(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Cluster* cluster() const { return m_place.cluster; }
    void setCluster(Cluster* cluster);
    QString key() const { return m_place.key; }
    void setKey(const QString& key);
    QString container() const { return m_place.container; }
    void setContainer(const QString& container);
    QStringList containers() const { return m_containers; }
    QString path() const { return m_place.folder; }
    QVariantList crumbs() const;
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_problem; }
    bool needsTools() const { return m_needsTools; }
    bool isIncomplete() const { return m_incomplete; }
    int count() const { return static_cast<int>(m_files.size()); }
    QStringList selected() const;
    const FilePlace& place() const { return m_place; }
    /// Null when there is no such thing here.
    const ListedFile* find(const QString& name) const;

    Q_INVOKABLE void go(const QString& path);
    Q_INVOKABLE void up();
    /// Goes into the folder, or where the link leads to. False for what one cannot go into.
    Q_INVOKABLE bool open(int row);
    Q_INVOKABLE void refresh();
    /// `alone`: whatever else was selected is not any more.
    Q_INVOKABLE void select(int row, bool on, bool alone);
    Q_INVOKABLE bool isSelected(int row) const;
    /// Those of the files' names that are here already.
    Q_INVOKABLE QStringList present(const QList<QUrl>& files) const;
    /// Adds a container of this image that has what it takes, and goes on in it, at the root of the one that was shown.
    Q_INVOKABLE void addTools(const QString& image);

signals:
    void asked();
    void podChanged();
    void pathChanged();
    void stateChanged();
    void selectionChanged();

private:
    void begin();
    void takePod(const ObjectRef& object);
    void list();
    void take();
    void finish(const Status& how);
    void show(Listing listing);
    void setState(bool loading, const FileProblem& problem = {});
    void clear();

    FilePlace m_place{.folder = QStringLiteral("/")};
    QStringList m_containers, m_running;
    std::vector<ListedFile> m_files;
    std::vector<QString> m_names;  ///< of m_files, for people
    QSet<QString> m_selected;
    bool m_loading = true, m_waiting = true, m_needsTools = false, m_incomplete = false;
    QString m_problem;
    QByteArray m_output;
    int m_generation = 0;
    ObjectWatch m_watch{this};
    ChannelStream m_stream{ExecRequest::Output, this};
    QTimer m_begin;
};

}  // namespace armillary::app
