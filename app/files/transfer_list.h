#pragma once

#include <QAbstractListModel>
#include <QUrl>
#include <QtQmlIntegration>
#include <memory>
#include <vector>

#include "file_browser.h"
#include "file_transfer.h"

namespace armillary::app {

/// What goes in and out of one container's files, the newest first.
class TransferList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int running READ running NOTIFY countChanged)

public:
    static constexpr std::size_t kMost = 20;  ///< those that are over go first; more that run are refused
    /// `transferState` is "running", "done", "failed" or "cancelled"; `share` from 0 to 1, or -1 while it is not known.
    enum Role {
        TitleRole = Qt::UserRole + 1,
        UploadRole,
        StateRole,
        ShareRole,
        AmountRole,
        MessageRole,
        NeedsToolsRole
    };

    explicit TransferList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return static_cast<int>(m_transfers.size()); }
    int running() const;

    /// Those of the names that the folder has already.
    Q_INVOKABLE QStringList present(const QUrl& folder, const QStringList& names) const;
    /// What is selected in the browser, into a folder of this machine. Without `replace` what would be replaced gets
    /// another name. False when too much is under way already.
    Q_INVOKABLE bool download(armillary::app::FileBrowser* browser, const QUrl& folder, bool replace);
    /// Files and folders of this machine, into the browser's folder; what is there is replaced, folders are merged.
    Q_INVOKABLE bool upload(armillary::app::FileBrowser* browser, const QList<QUrl>& files);
    Q_INVOKABLE void cancel(int row);
    /// Those that are over.
    Q_INVOKABLE void clear();

signals:
    void countChanged();
    /// Something has come into this folder of the container.
    void uploaded(const QString& folder);

private:
    bool add(std::unique_ptr<FileTransfer> transfer, bool upload);
    void remove(std::size_t row);

    struct Entry {
        std::unique_ptr<FileTransfer> transfer;
        bool upload;
    };
    std::vector<Entry> m_transfers;
};

}  // namespace armillary::app
