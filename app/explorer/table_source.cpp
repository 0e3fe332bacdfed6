#include "table_source.h"

#include <QSet>
#include <QUrl>
#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "line_splitter.h"

namespace armillary::app {

namespace {

const std::string kAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
constexpr int kPageSize = 500;
constexpr auto kBatchEvery = std::chrono::milliseconds(100);
constexpr auto kFirstPause = std::chrono::milliseconds(1000), kLongestPause = std::chrono::milliseconds(30'000);
constexpr int kExpired = 410, kForbidden = 403, kUnauthorized = 401;
constexpr std::size_t kMostParts = 50;

using PageResult = std::expected<TablePage, Status>;

PageResult pageOf(const Result<client::Answer>& answer) {
    if (!answer) return std::unexpected(answer.error());
    auto page = readTable(QByteArray::fromStdString(answer->body));
    if (!page) return std::unexpected(status::internalError(page.error().toStdString()));
    return std::move(*page);
}

}  // namespace

/// One namespace's share, or all of it: lists, follows, and begins again when it must.
class TableSource::Part : public QObject {
public:
    Part(TableSource& source, const QString& namespace_)
        : m_source(source), m_namespace(namespace_), m_path(source.m_resource.path(namespace_.toStdString())) {
        m_batch.setSingleShot(true);
        m_batch.setInterval(kBatchEvery);
        connect(&m_batch, &QTimer::timeout, this, &Part::take);
        list({});
    }
    ~Part() override { end(); }

    bool isListed() const { return m_listed; }

private:
    /// Between the client's thread and the window's.
    struct Inbox {
        void data(std::string_view bytes) {
            lines.feed(bytes, [this](std::string_view line) {
                line_(readTableEvent(QByteArray(line.data(), static_cast<qsizetype>(line.size()))));
            });
        }
        void line_(TableEvent event) {
            const std::lock_guard lock(mutex);
            if (event.type == TableEventType::Error) expired = event.code == kExpired;
            if (!event.page.resourceVersion.empty()) resourceVersion = event.page.resourceVersion;
            for (TableRow& row : event.page.rows) {
                QString key = row.key();
                if (event.type == TableEventType::Put)
                    pending.insert_or_assign(std::move(key), std::move(row));
                else if (event.type == TableEventType::Removed)
                    pending.insert_or_assign(std::move(key), std::nullopt);
            }
            tell();
        }
        void end() {
            const std::lock_guard lock(mutex);
            ended = true;
            tell();
        }
        void tell() {
            if (!owner || std::exchange(told, true)) return;
            QMetaObject::invokeMethod(owner, [batch = &owner->m_batch] { batch->start(); }, Qt::QueuedConnection);
        }

        std::mutex mutex;
        Part* owner;
        LineSplitter lines;
        std::map<QString, std::optional<TableRow>> pending;  ///< bounded by the number of objects
        std::string resourceVersion;
        bool told = false, ended = false, expired = false;
    };

    void end() {
        if (m_inbox) {
            const std::lock_guard lock(m_inbox->mutex);
            m_inbox->owner = nullptr;
        }
        m_inbox.reset();
        if (m_stream && m_source.m_cluster) m_source.m_cluster->release(std::move(m_stream));
        m_stream.reset();
    }

    void list(const std::string& continueToken) {
        if (!m_source.m_cluster) return;
        if (continueToken.empty()) m_seen.clear();
        std::string target = m_path + "?limit=" + std::to_string(kPageSize);
        if (!continueToken.empty())
            target += "&continue=" + QUrl::toPercentEncoding(QString::fromStdString(continueToken)).toStdString();
        m_source.m_cluster->ask(
            this, [target](const Reader& reader) { return pageOf(reader.get(target, kAccept)); },
            [this](PageResult page) { page ? takePage(std::move(*page)) : refused(page.error()); });
    }

    void refused(const Status& why) {
        if (why.code == kExpired) return list({});  // the pages took too long
        const bool forbidden = why.code == kForbidden || why.code == kUnauthorized;
        if (forbidden && m_namespace.isEmpty() && m_source.m_resource.namespaced) {
            // All namespaces at once is more than the user may see; perhaps not the one that the context is about.
            TableSource& source = m_source;
            const QString home = source.m_cluster->homeNamespace();
            QMetaObject::invokeMethod(
                &source,
                [&source, home] {
                    source.m_parts.clear();
                    source.add(home);
                    emit source.narrowed(home);
                },
                Qt::QueuedConnection);
            return;
        }
        if (m_listed)
            emit m_source.staleChanged(true);
        else
            emit m_source.failed(QString::fromStdString(why.message), forbidden);
        pause([this] { list({}); });
    }

    void takePage(TablePage page) {
        if (!page.columns.empty() && page.columns != m_source.m_columns) {
            m_source.m_columns = page.columns;
            emit m_source.columnsChanged(page.columns);
        }
        for (const TableRow& row : page.rows) m_seen.insert(row.key());
        emit m_source.rowsChanged(page.rows, {});
        if (!page.continueToken.empty()) return list(page.continueToken);
        // What was known from before and is not there any more.
        const QSet<QString> gone = m_known - m_seen;
        m_known = std::exchange(m_seen, {});
        if (!gone.isEmpty()) emit m_source.rowsChanged({}, gone.values());
        if (!std::exchange(m_listed, true)) m_source.partListed();
        m_resourceVersion = page.resourceVersion;
        follow();
    }

    void follow() {
        end();
        if (!m_source.m_cluster) return;
        m_inbox = std::make_shared<Inbox>();
        m_inbox->owner = this;
        const std::string target = m_path + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + m_resourceVersion;
        m_source.m_cluster->ask(
            this,
            [target, inbox = m_inbox](const Reader& reader) {
                return reader.follow(target, kAccept,
                                     {.data = [inbox](std::string_view bytes) { inbox->data(bytes); },
                                      .ended = [inbox](const Status&) { inbox->end(); }});
            },
            [this](Result<std::unique_ptr<client::Stream>> stream) {
                if (stream) {
                    m_pause = kFirstPause;
                    m_stream = std::move(*stream);
                    emit m_source.staleChanged(false);
                    return;
                }
                emit m_source.staleChanged(true);
                const bool again = stream.error().code == kExpired;
                pause([this, again] { again ? list({}) : follow(); });
            });
    }

    void take() {
        if (!m_inbox) return;
        std::map<QString, std::optional<TableRow>> pending;
        bool ended = false, expired = false;
        {
            const std::lock_guard lock(m_inbox->mutex);
            m_inbox->told = false;
            pending.swap(m_inbox->pending);
            ended = m_inbox->ended;
            expired = m_inbox->expired;
            if (!m_inbox->resourceVersion.empty()) m_resourceVersion = m_inbox->resourceVersion;
        }
        std::vector<TableRow> put;
        QStringList removed;
        for (auto& [key, row] : pending) {
            if (row) {
                m_known.insert(key);
                put.push_back(std::move(*row));
            } else {
                m_known.remove(key);
                removed << key;
            }
        }
        if (!put.empty() || !removed.isEmpty()) emit m_source.rowsChanged(put, removed);
        if (!ended) return;
        end();
        pause([this, expired] { expired ? list({}) : follow(); });
    }

    template <class Then>
    void pause(Then then) {
        QTimer::singleShot(m_pause, this, std::move(then));
        m_pause = std::min(2 * m_pause, kLongestPause);
    }

    TableSource& m_source;
    const QString m_namespace;
    const std::string m_path;
    std::string m_resourceVersion;
    bool m_listed = false;
    QSet<QString> m_known, m_seen;
    std::shared_ptr<Inbox> m_inbox;
    std::unique_ptr<client::Stream> m_stream;
    QTimer m_batch;
    std::chrono::milliseconds m_pause = kFirstPause;
};

TableSource::TableSource(QObject* parent) : QObject(parent) {}

TableSource::~TableSource() = default;

void TableSource::open(Cluster* cluster, const client::ApiResource& resource, const QStringList& namespaces) {
    close();
    m_cluster = cluster;
    m_resource = resource;
    m_columns.clear();
    if (!resource.namespaced || namespaces.isEmpty()) return add({});
    for (const QString& namespace_ : namespaces)
        if (m_parts.size() < kMostParts) add(namespace_);
}

void TableSource::close() {
    m_parts.clear();
}

void TableSource::add(const QString& namespace_) {
    m_parts.push_back(std::make_unique<Part>(*this, namespace_));
}

void TableSource::partListed() {
    if (std::ranges::all_of(m_parts, &Part::isListed)) emit listed();
}

}  // namespace armillary::app
