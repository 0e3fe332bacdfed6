#include "transfer_list.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <algorithm>

namespace armillary::app {

namespace {

constexpr int kMostNames = 1000;

bool isThere(const QString& path) {
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();  // also one that leads nowhere
}

/// "web.log" or, if the folder has that already, "web (2).log".
QString freeName(const QDir& folder, const QString& name) {
    if (!isThere(folder.filePath(name))) return name;
    const QFileInfo info(name);
    const bool hasEnding = !info.completeBaseName().isEmpty() && !info.suffix().isEmpty();
    const QString base = hasEnding ? info.completeBaseName() : name;
    const QString ending = hasEnding ? u'.' + info.suffix() : QString();
    for (int number = 2; number < kMostNames; ++number) {
        const QString other = QStringLiteral("%1 (%2)%3").arg(base).arg(number).arg(ending);
        if (!isThere(folder.filePath(other))) return other;
    }
    return name;
}

QString titleOf(const QStringList& names) {
    return names.size() == 1
               ? names.front()
               : TransferList::tr("%1 and %n more", "", static_cast<int>(names.size()) - 1).arg(names.front());
}

QString amountOf(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes));
}

}  // namespace

QStringList TransferList::present(const QUrl& folder, const QStringList& names) const {
    const QDir here(folder.toLocalFile());
    QStringList found;
    for (const QString& name : names)
        if (isThere(here.filePath(name))) found << name;
    return found;
}

bool TransferList::download(FileBrowser* browser, const QUrl& folder, bool replace) {
    const QStringList names = browser->selected();
    if (names.isEmpty() || !folder.isLocalFile()) return false;
    const QDir here(folder.toLocalFile());
    Download::Wanted wanted{.folder = here.absolutePath().toStdString()};
    bool isKnown = true;
    for (const QString& name : names) {
        wanted.names[name.toStdString()] = (replace ? name : freeName(here, name)).toStdString();
        const ListedFile* file = browser->find(name);
        // Who asks for a link by name wants what it leads to.
        wanted.followLinks |= file && file->isLink();
        isKnown &= file && file->isFile();
        if (file) wanted.bytes += file->size;
    }
    if (!isKnown) wanted.bytes = 0;
    return add(std::make_unique<Download>(browser->place(), titleOf(names), std::move(wanted), nullptr), false);
}

bool TransferList::upload(FileBrowser* browser, const QList<QUrl>& files) {
    std::vector<std::string> paths;
    QStringList names;
    for (const QUrl& file : files) {
        if (!file.isLocalFile()) continue;
        const QString path = QDir::cleanPath(file.toLocalFile());
        paths.push_back(path.toStdString());
        names << path.section(u'/', -1);
    }
    if (paths.empty()) return false;
    return add(std::make_unique<Upload>(browser->place(), titleOf(names), std::move(paths), nullptr), true);
}

bool TransferList::add(std::unique_ptr<FileTransfer> transfer, bool upload) {
    while (m_transfers.size() >= kMost) {
        const auto over = std::ranges::find_if(m_transfers.rbegin(), m_transfers.rend(), [](const Entry& entry) {
            return entry.transfer->state() != FileTransfer::Running;
        });
        if (over == m_transfers.rend()) return false;
        remove(static_cast<std::size_t>(std::prev(over.base()) - m_transfers.begin()));
    }
    FileTransfer* const added = transfer.get();
    beginInsertRows({}, 0, 0);
    m_transfers.insert(m_transfers.begin(), Entry{std::move(transfer), upload});
    endInsertRows();
    connect(added, &FileTransfer::changed, this, [this, added] {
        const auto at = std::ranges::find(m_transfers, added, [](const Entry& entry) { return entry.transfer.get(); });
        const QModelIndex row = index(static_cast<int>(at - m_transfers.begin()));
        emit dataChanged(row, row);
    });
    connect(added, &FileTransfer::over, this, [this, added, upload] {
        emit countChanged();
        if (upload) emit uploaded(added->folder());
    });
    emit countChanged();
    added->begin();
    return true;
}

void TransferList::remove(std::size_t row) {
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    m_transfers.erase(m_transfers.begin() + static_cast<std::ptrdiff_t>(row));
    endRemoveRows();
}

void TransferList::cancel(int row) {
    if (row >= 0 && row < count()) m_transfers[static_cast<std::size_t>(row)].transfer->cancel();
}

void TransferList::clear() {
    for (std::size_t row = m_transfers.size(); row-- > 0;)
        if (m_transfers[row].transfer->state() != FileTransfer::Running) remove(row);
    emit countChanged();
}

int TransferList::running() const {
    return static_cast<int>(std::ranges::count_if(
        m_transfers, [](const Entry& entry) { return entry.transfer->state() == FileTransfer::Running; }));
}

int TransferList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> TransferList::roleNames() const {
    return {{TitleRole, "title"},   {UploadRole, "upload"},   {StateRole, "transferState"},  {ShareRole, "share"},
            {AmountRole, "amount"}, {MessageRole, "message"}, {NeedsToolsRole, "needsTools"}};
}

QVariant TransferList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& [transfer, upload] = m_transfers[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return transfer->title();
        case UploadRole:
            return upload;
        case StateRole: {
            static const QStringList kNames{"running", "done", "failed", "cancelled"};
            return kNames[transfer->state()];
        }
        case ShareRole:
            if (transfer->state() == FileTransfer::Done) return 1.0;
            return transfer->total() == 0
                       ? -1.0
                       : std::min(1.0, static_cast<double>(transfer->bytes()) / static_cast<double>(transfer->total()));
        case AmountRole:
            return transfer->total() == 0
                       ? amountOf(transfer->bytes())
                       : tr("%1 of %2").arg(amountOf(transfer->bytes()), amountOf(transfer->total()));
        case MessageRole:
            return transfer->message();
        case NeedsToolsRole:
            return transfer->needsTools();
        default:
            return {};
    }
}

}  // namespace armillary::app
