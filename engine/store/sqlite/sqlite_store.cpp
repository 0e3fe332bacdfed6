#include "engine/store/sqlite/sqlite_store.h"

#include <condition_variable>
#include <filesystem>
#include <format>
#include <optional>

#include "engine/store/errors.h"
#include "engine/store/hub.h"
#include "engine/store/sqlite/commit_queue.h"
#include "engine/store/sqlite/files.h"
#include "engine/store/sqlite/log_reader.h"
#include "engine/store/sqlite/mark.h"

namespace armillary::store {

namespace {

using namespace sqlite;

/// Events of the past that are read at a time for a new subscriber.
constexpr std::size_t kHistoryEvents = 1000;

/// A few reading connections, opened when first needed.
class ReaderPool {
public:
    ReaderPool(std::string path, std::size_t bound) : m_path(std::move(path)), m_bound(bound) {}

    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<LogReader> reader) : m_pool(pool), m_reader(std::move(reader)) {}
        ~Lease() { m_pool.giveBack(std::move(m_reader)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        LogReader* operator->() const { return m_reader.get(); }

    private:
        ReaderPool& m_pool;
        std::unique_ptr<LogReader> m_reader;
    };

    /// Throws Failure when a connection cannot be opened.
    Lease take() {
        std::unique_lock lock(m_mutex);
        m_returned.wait(lock, [&] { return !m_idle.empty() || m_open < m_bound; });
        if (m_idle.empty()) {
            auto reader = std::make_unique<LogReader>(m_path);
            ++m_open;
            return {*this, std::move(reader)};
        }
        auto reader = std::move(m_idle.back());
        m_idle.pop_back();
        return {*this, std::move(reader)};
    }

private:
    void giveBack(std::unique_ptr<LogReader> reader) {
        {
            const std::lock_guard lock(m_mutex);
            m_idle.push_back(std::move(reader));
        }
        m_returned.notify_one();
    }

    const std::string m_path;
    const std::size_t m_bound;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<LogReader>> m_idle;
    std::size_t m_open = 0;
};

class SqliteStore final : public Store {
public:
    SqliteStore(const SqliteOptions& options, LockFile lock, std::unique_ptr<LogWriter> log, Mark mark)
        : m_path(options.path),
          m_lock(std::move(lock)),
          m_mark(std::move(mark)),
          m_hub(std::make_shared<Hub>(log->lastRevision())),
          m_queue(std::move(log), options.path, {options.queuedWrites, options.queuedBytes},
                  [this](std::vector<Event> events) {
                      m_mark.advance(events.back().entry.modified);
                      m_hub->publish(events);
                  }),
          m_readers(options.path, options.readers) {}

    Result<Revision> create(std::string key, std::string value) override {
        return write(WriteRequest::Kind::Create, std::move(key), std::move(value), 0);
    }
    Result<Revision> update(std::string key, std::string value, Revision expected) override {
        return write(WriteRequest::Kind::Update, std::move(key), std::move(value), expected);
    }
    Result<Revision> remove(std::string key, Revision expected) override {
        return write(WriteRequest::Kind::Remove, std::move(key), {}, expected);
    }

    Result<Entry> get(std::string_view key) override {
        return readNow([&](LogReader& reader, Revision at) { return reader.get(key, at); });
    }
    Result<Range> range(std::string_view prefix, const RangeOptions& options) override {
        if (options.at > current()) return std::unexpected(futureRevision(options.at, current()));
        if (options.at == 0) {
            return readNow([&](LogReader& reader, Revision at) { return reader.range(prefix, options, at); });
        }
        return guarded<Range>([&] { return m_readers.take()->range(prefix, options, options.at); });
    }
    Result<std::unique_ptr<Subscription>> watch(std::string prefix, Revision after, EventCallback callback) override;

    Result<void> compact(Revision revision) override {
        auto done = m_queue.compact(revision);
        m_mark.sync();
        return done;
    }
    std::optional<Error> writeProblem() const override { return m_queue.problem(); }
    Revision current() const override { return m_queue.current(); }
    Revision compacted() const override { return m_queue.compacted(); }

private:
    Result<Revision> write(WriteRequest::Kind kind, std::string key, std::string value, Revision expected) {
        if (auto error = checkSize(key, value)) return std::unexpected(std::move(*error));
        WriteRequest request{kind, std::move(key), nullptr, expected};
        if (kind != WriteRequest::Kind::Remove) request.value = std::make_shared<const std::string>(std::move(value));
        return m_queue.write(request);
    }

    template <class T>
    Result<T> guarded(const std::function<Result<T>()>& read) {
        try {
            return read();
        } catch (const Failure& failure) {
            return std::unexpected(toError(failure, m_path));
        }
    }

    /// Reads the published state. A compaction may overtake the reader between asking for the current revision and
    /// reading; the reader then asks again.
    template <class Read>
    auto readNow(Read read) -> decltype(read(std::declval<LogReader&>(), Revision())) {
        using Answer = decltype(read(std::declval<LogReader&>(), Revision()));
        return guarded<typename Answer::value_type>([&]() -> Answer {
            const ReaderPool::Lease reader = m_readers.take();
            while (true) {
                Answer answer = read(*reader.operator->(), current());
                if (answer || answer.error().code != ErrorCode::Compacted) return answer;
            }
        });
    }

    /// Delivers the events in (after, upTo] a piece at a time and returns `upTo`.
    Result<Revision> replay(const std::string& prefix, Revision after, Revision upTo, const EventCallback& callback);

    const std::string m_path;
    const LockFile m_lock;
    Mark m_mark;
    const std::shared_ptr<Hub> m_hub;
    CommitQueue m_queue;
    /// Closed before the writer, so that the last connection to close can empty the write-ahead log.
    ReaderPool m_readers;
};

Result<Revision> SqliteStore::replay(const std::string& prefix, Revision after, Revision upTo,
                                     const EventCallback& callback) {
    while (after < upTo) {
        auto history =
            guarded<LogReader::History>([&] { return m_readers.take()->history(prefix, after, upTo, kHistoryEvents); });
        if (!history) return std::unexpected(std::move(history.error()));
        if (!history->events.empty()) callback(history->events);
        after = history->reached;
    }
    return upTo;
}

Result<std::unique_ptr<Subscription>> SqliteStore::watch(std::string prefix, Revision after, EventCallback callback) {
    if (after > current()) return std::unexpected(futureRevision(after, current()));
    if (after < compacted()) return std::unexpected(compactedError(after, compacted()));
    // Most of the past is delivered while writers go on; only the rest holds them up.
    auto reached = replay(prefix, after, current(), callback);
    if (!reached) return std::unexpected(std::move(reached.error()));
    const EventCallback deliver = callback;
    const std::string match = prefix;
    return m_hub->join(std::move(prefix), std::move(callback), [&](Revision published) -> Result<Revision> {
        // A write is readable a moment before it is published, so what was read may be ahead of the hub.
        return replay(match, *reached, std::max(*reached, published), deliver);
    });
}

/// A file without content holds no cluster. Whether there ought to be one, the mark and the caller know.
Result<void> checkPresence(const SqliteOptions& options, const std::optional<Mark::Content>& mark) {
    if (sizeOf(options.path) > 0 || (!mark && !options.mustExist)) return {};
    std::error_code failed;
    const std::string_view what = std::filesystem::exists(options.path, failed) ? "it is empty" : "it is missing";
    return std::unexpected(
        notWhatItWas(options.path, mark ? std::format("{}, and had come to revision {}", what, mark->revision)
                                        : std::format("{}, and there is a cluster in its folder", what)));
}

/// The file is whole; is it the one that was left here, and all of it?
Result<void> checkHistory(const SqliteOptions& options, LogWriter& log, const std::optional<Mark::Content>& mark) {
    if (!mark) return {};
    if (log.identity() != mark->identity) return std::unexpected(notWhatItWas(options.path, "it is another cluster's"));
    if (const Revision last = log.lastRevision(); last < mark->revision)
        return std::unexpected(notWhatItWas(
            options.path, std::format("it ends at revision {} and had come to {}: its -wal file is lost, or an older "
                                      "copy of it was put in its place",
                                      last, mark->revision)));
    return {};
}

Result<void> announceUpgrade(const SqliteOptions& options, LogWriter& log) {
    const auto from = log.upgradesFrom();
    if (!from || !options.beforeUpgrade) return {};
    if (auto done = options.beforeUpgrade(*from); !done)
        return std::unexpected(Error{ErrorCode::Broken, std::move(done.error())});
    return {};
}

}  // namespace

Result<std::unique_ptr<Store>> openSqliteStore(SqliteOptions options) {
    auto lock = LockFile::acquire(options.path, options.lockPatience);
    if (!lock) return std::unexpected(std::move(lock.error()));
    const auto mark = Mark::read(options.path);
    if (!mark) return std::unexpected(mark.error());
    if (auto there = checkPresence(options, *mark); !there) return std::unexpected(std::move(there.error()));
    if (auto made = ensureFile(options.path); !made) return std::unexpected(std::move(made.error()));
    try {
        auto log = std::make_unique<LogWriter>(
            options.path, LogWriter::Options{options.checkpointPages, options.maximumBytes, options.checkedOnOpening,
                                             options.program, !*mark && !options.mustExist});
        if (auto same = checkHistory(options, *log, *mark); !same) return std::unexpected(std::move(same.error()));
        if (auto told = announceUpgrade(options, *log); !told) return std::unexpected(std::move(told.error()));
        log->begin();
        auto ahead = Mark::open(options.path, {log->identity(), log->lastRevision()});
        if (!ahead) return std::unexpected(std::move(ahead.error()));
        return std::make_unique<SqliteStore>(options, std::move(*lock), std::move(log), std::move(*ahead));
    } catch (const Failure& failure) {
        return std::unexpected(toError(failure, options.path));
    }
}

}  // namespace armillary::store
