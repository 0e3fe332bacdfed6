#pragma once

#include <QAbstractListModel>
#include <QColor>
#include <QtQmlIntegration>
#include <memory>
#include <vector>

#include "cluster.h"

namespace armillary::app {

/// One cluster that the window can show.
struct KnownCluster {
    QString name;    ///< the context's
    QString detail;  ///< its server, or the data directory
    QString file;    ///< the kubeconfig; "" for what the program was started with
    Connect connect;
    bool insecure = false;
};

/// The clusters that can be shown, and the one that is: what the program was started with, and every context of the
/// user's kubeconfigs. Each has a colour, and may be production: then it is read-only until unlocked.
class ClusterList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(armillary::app::Cluster* current READ current NOTIFY currentChanged)
    Q_PROPERTY(int currentIndex READ currentIndex NOTIFY currentChanged)
    Q_PROPERTY(QString currentName READ currentName NOTIFY currentChanged)
    Q_PROPERTY(QColor currentColor READ currentColor NOTIFY currentChanged)
    Q_PROPERTY(QStringList names READ names NOTIFY listChanged)
    /// Kubeconfigs that cannot be read, a sentence each.
    Q_PROPERTY(QStringList problems READ problems NOTIFY listChanged)
    /// The kubeconfigs that are read, and which of them were added by hand.
    Q_PROPERTY(QStringList files READ files NOTIFY listChanged)
    Q_PROPERTY(QStringList addedFiles READ addedFiles NOTIFY listChanged)
    /// Contexts whose name matches it are production unless said otherwise: "*prod*".
    Q_PROPERTY(QString productionPattern READ productionPattern WRITE setProductionPattern NOTIFY listChanged)
    /// Colours that are told apart on every theme.
    Q_PROPERTY(QStringList colors READ colors CONSTANT)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        DetailRole,
        ColorRole,
        ProductionRole,
        CurrentRole,
        InsecureRole,
        FileRole
    };

    /// `first` is opened by start(); `kubeconfigs` are the files to look for others in.
    ClusterList(KnownCluster first, QStringList kubeconfigs, std::shared_ptr<Backstage> backstage,
                QObject* parent = nullptr);
    ~ClusterList() override;

    void start();
    /// What the program itself knows of beside kubeconfigs: `first` anew, and others after it.
    void setFirst(KnownCluster first);
    void add(KnownCluster other);

    Cluster* current() const { return m_current.get(); }
    int currentIndex() const { return m_currentIndex; }
    QString currentName() const;
    QColor currentColor() const;
    QStringList names() const;
    QStringList problems() const { return m_problems; }
    QStringList files() const { return m_files; }
    QStringList addedFiles() const;
    QString productionPattern() const;
    void setProductionPattern(const QString& pattern);
    static QStringList colors();

    /// Leaves the one that is shown, and connects to this one.
    Q_INVOKABLE void open(int row);
    Q_INVOKABLE void openByName(const QString& name);
    /// Reads a further kubeconfig (dropped on the window), now and from now on: its contexts join the list. False when
    /// it has none.
    Q_INVOKABLE bool addFile(const QString& path);
    /// One that was added; the cluster that is shown stays.
    Q_INVOKABLE void removeFile(const QString& path);
    /// Reads the files again.
    Q_INVOKABLE void refresh();
    /// Remembered; takes effect at once where it is the current one.
    Q_INVOKABLE void setProduction(int row, bool production);
    Q_INVOKABLE void setColor(int row, const QColor& color);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void currentChanged();
    void listChanged();

private:
    bool isProduction(const QString& name) const;
    QColor colorOf(const QString& name) const;
    void read();

    std::shared_ptr<Backstage> m_backstage;
    std::vector<KnownCluster> m_given;
    QStringList m_files, m_problems;
    std::vector<KnownCluster> m_clusters;
    std::unique_ptr<Cluster> m_current;
    int m_currentIndex = 0;
};

}  // namespace armillary::app
