#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <semaphore>
#include <thread>

#include "engine/store/sqlite/log_writer.h"

namespace armillary::store::sqlite {

/// What one caller wants written, and then the answer.
struct WriteRequest {
    enum class Kind { Create, Update, Remove };
    Kind kind;
    std::string key;
    Value value;  ///< null for Remove
    Revision expected = 0;
    Result<Revision> answer = 0;
    std::binary_semaphore done{0};
};

/// The one writing thread. It takes all requests that wait, commits them as one transaction (so that many writers share
/// one fsync), publishes their events and answers them. A compaction runs between batches, a slice at a time, so that
/// no writer waits long for it.
class CommitQueue {
public:
    struct Options {
        std::size_t maximumRequests;
        std::size_t maximumBytes;
    };
    /// Called from the thread with the events of a committed batch, before its writers are answered.
    using Publish = std::function<void(std::vector<Event> events)>;

    CommitQueue(std::unique_ptr<LogWriter> log, std::string path, Options options, Publish publish);
    /// Finishes what has been accepted.
    ~CommitQueue();

    /// Blocks until `request` is durable or refused. Busy when the queue is full.
    Result<Revision> write(WriteRequest& request);
    /// Blocks until done.
    Result<void> compact(Revision to);
    /// Why the last commit failed, until one succeeds. While there is a problem, the thread tries once a second whether
    /// it persists.
    std::optional<Error> problem() const;

    /// The last revision that has been published.
    Revision current() const { return m_current.load(std::memory_order_acquire); }
    Revision compacted() const { return m_compacted.load(std::memory_order_acquire); }

private:
    struct Compaction {
        Revision to;
        Result<void> answer;
        std::binary_semaphore done{0};
    };

    void run();
    void awaitWork(std::unique_lock<std::mutex>& lock);
    std::vector<WriteRequest*> takeBatch();
    void commit(const std::vector<WriteRequest*>& batch);
    void probe();
    Error noteFailure(const Failure& failure);
    void setProblem(std::optional<Error> problem);
    Result<Event> apply(WriteRequest& request, Revision revision);
    /// One slice; true when the compaction has ended, well or not.
    bool advance(Compaction& compaction);

    const std::unique_ptr<LogWriter> m_log;
    const std::string m_path;
    const Options m_options;
    const Publish m_publish;
    std::atomic<Revision> m_current, m_compacted;
    /// Set once a sync has failed: what the disk holds is then unknown until the file is opened anew.
    std::optional<Error> m_broken;

    std::mutex m_compactMutex;  ///< held by the caller of a compaction
    mutable std::mutex m_mutex;
    std::optional<Error> m_problem;
    std::condition_variable m_wake;
    std::deque<WriteRequest*> m_requests;
    std::size_t m_bytes = 0;
    Compaction* m_compaction = nullptr;
    bool m_closing = false;
    std::thread m_thread;
};

}  // namespace armillary::store::sqlite
