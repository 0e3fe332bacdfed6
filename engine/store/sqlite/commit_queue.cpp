#include "engine/store/sqlite/commit_queue.h"

#include <sqlite3.h>

#include <format>

#include "engine/store/errors.h"

namespace armillary::store::sqlite {

namespace {

/// Bounds of one transaction: it must fit the page cache and must not keep its first writer waiting.
constexpr std::size_t kBatchRequests = 512;
constexpr std::size_t kBatchBytes = 8u << 20;
/// Revisions that one slice of a compaction walks.
constexpr Revision kCompactionSlice = 1000;
/// Between two attempts to write while nothing can be written.
constexpr std::chrono::seconds kProbePause{1};

std::size_t bytesOf(const WriteRequest& request) {
    return request.key.size() + (request.value ? request.value->size() : 0);
}

}  // namespace

CommitQueue::CommitQueue(std::unique_ptr<LogWriter> log, std::string path, Options options, Publish publish)
    : m_log(std::move(log)),
      m_path(std::move(path)),
      m_options(options),
      m_publish(std::move(publish)),
      m_current(m_log->lastRevision()),
      m_compacted(m_log->compacted()),
      m_thread([this] { run(); }) {}

CommitQueue::~CommitQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

Result<Revision> CommitQueue::write(WriteRequest& request) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) return std::unexpected(closedError());
        if (m_requests.size() >= m_options.maximumRequests || m_bytes + bytesOf(request) > m_options.maximumBytes) {
            return std::unexpected(Error{
                ErrorCode::Busy, std::format("{} writes are waiting for the disk; try again", m_requests.size())});
        }
        m_bytes += bytesOf(request);
        m_requests.push_back(&request);
    }
    m_wake.notify_one();
    request.done.acquire();
    return std::move(request.answer);
}

Result<void> CommitQueue::compact(Revision to) {
    const std::lock_guard one(m_compactMutex);
    if (to > current()) return std::unexpected(futureRevision(to, current()));
    if (to <= compacted()) return {};
    Compaction compaction{to, {}};
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) return std::unexpected(closedError());
        m_compaction = &compaction;
    }
    m_wake.notify_one();
    compaction.done.acquire();
    return compaction.answer;
}

std::optional<Error> CommitQueue::problem() const {
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

void CommitQueue::setProblem(std::optional<Error> problem) {
    const std::lock_guard lock(m_mutex);
    m_problem = std::move(problem);
}

/// Returns without any when it is time for a probe.
void CommitQueue::awaitWork(std::unique_lock<std::mutex>& lock) {
    const auto hasWork = [&] { return !m_requests.empty() || m_compaction || m_closing; };
    if (m_problem && !m_broken)
        m_wake.wait_for(lock, kProbePause, hasWork);
    else
        m_wake.wait(lock, hasWork);
}

std::vector<WriteRequest*> CommitQueue::takeBatch() {
    std::vector<WriteRequest*> batch;
    std::size_t bytes = 0;
    while (!m_requests.empty() && batch.size() < kBatchRequests && bytes < kBatchBytes) {
        batch.push_back(m_requests.front());
        bytes += bytesOf(*m_requests.front());
        m_requests.pop_front();
    }
    m_bytes -= bytes;
    return batch;
}

void CommitQueue::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        awaitWork(lock);
        const std::vector<WriteRequest*> batch = takeBatch();
        Compaction* compaction = m_compaction;
        if (batch.empty() && !compaction && m_closing) return;
        const bool closing = m_closing;
        lock.unlock();
        if (!batch.empty())
            commit(batch);
        else if (!compaction)
            probe();
        if (compaction && closing) compaction->answer = std::unexpected(closedError());
        const bool ended = compaction && (closing || advance(*compaction));
        lock.lock();
        if (ended) {
            m_compaction = nullptr;
            compaction->done.release();
        }
    }
}

Result<Event> CommitQueue::apply(WriteRequest& request, Revision revision) {
    const LogWriter::State state = m_log->latest(request.key);
    if (request.kind == WriteRequest::Kind::Create) {
        if (state.live()) return std::unexpected(keyExists(request.key, state.revision));
        m_log->append({revision, request.key, 0, revision, false, *request.value});
        return Event{EventType::Created, {request.key, request.value, revision, revision}, nullptr};
    }
    if (!state.live()) return std::unexpected(notFound(request.key));
    if (state.revision != request.expected) {
        return std::unexpected(revisionMismatch(request.key, request.expected, state.revision));
    }
    LogWriter::Row before = m_log->row(state.revision);
    if (request.kind == WriteRequest::Kind::Remove) {
        m_log->append({revision, request.key, state.revision, before.created, true, {}});
        return Event{EventType::Deleted, {request.key, before.value, before.created, revision}, before.value};
    }
    m_log->append({revision, request.key, state.revision, before.created, false, *request.value});
    return Event{EventType::Updated, {request.key, request.value, before.created, revision}, std::move(before.value)};
}

void CommitQueue::commit(const std::vector<WriteRequest*>& batch) {
    std::vector<Event> events;
    std::optional<Error> failed = m_broken;
    if (!failed) {
        try {
            Revision next = current() + 1;
            Transaction transaction(m_log->database(), Access::Write);
            for (WriteRequest* request : batch) {
                Result<Event> event = apply(*request, next);
                if (!event) {
                    request->answer = std::unexpected(std::move(event.error()));
                    continue;
                }
                request->answer = next++;
                events.push_back(std::move(*event));
            }
            transaction.commit();
        } catch (const Failure& failure) {
            failed = noteFailure(failure);
        }
    }
    if (failed) {
        // Also those that were refused: what they were compared with has been rolled back.
        for (WriteRequest* request : batch) request->answer = std::unexpected(*failed);
    } else if (!events.empty()) {
        setProblem(std::nullopt);
        m_current.store(events.back().entry.modified, std::memory_order_release);
        m_publish(std::move(events));
    }
    for (WriteRequest* request : batch) request->done.release();
}

Error CommitQueue::noteFailure(const Failure& failure) {
    Error error = toError(failure, m_path);
    if (failure.code == SQLITE_IOERR_FSYNC && error.code != ErrorCode::Full) m_broken = error;
    // Beside what is damaged, all the rest can be written.
    if (error.code != ErrorCode::Corrupt) setProblem(error);
    return error;
}

void CommitQueue::probe() {
    try {
        m_log->probe();
        setProblem(std::nullopt);
    } catch (const Failure& failure) {
        noteFailure(failure);
    }
}

bool CommitQueue::advance(Compaction& compaction) {
    const Revision from = compacted();
    const Revision to = std::min(compaction.to, from + kCompactionSlice);
    try {
        m_log->compact(from, to);
        m_compacted.store(to, std::memory_order_release);
        if (to < compaction.to) return false;
        m_log->shrink();
    } catch (const Failure& failure) {
        compaction.answer = std::unexpected(toError(failure, m_path));
    }
    return true;
}

}  // namespace armillary::store::sqlite
