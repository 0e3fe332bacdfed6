#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/async/guard.h"
#include "engine/client/client.h"
#include "engine/server/api.h"

namespace armillary::client {

class Dispatcher;

/// One watch's queue between the store's writer thread and the dispatcher's.
class LocalWatcher final : public server::ObjectWatcher, public std::enable_shared_from_this<LocalWatcher> {
public:
    LocalWatcher(Dispatcher& dispatcher, WatchCallback callback)
        : m_dispatcher(dispatcher), m_callback(std::move(callback)) {}

    bool deliver(watch::EventType as, const ObjectRef& object) override;
    void progress(watch::Revision revision) override;
    void ended() override;

    /// Hands what is queued to the callback; on the dispatcher's thread.
    void drain();
    /// No callback runs once this has returned, unless the callback itself is the caller.
    void close();
    async::Activity activity();

private:
    void push(WatchEvent event);
    void giveUp(std::string why);

    Dispatcher& m_dispatcher;
    WatchCallback m_callback;
    std::mutex m_mutex;
    std::condition_variable m_idle;
    std::deque<WatchEvent> m_events;
    std::uint64_t m_taken = 0;
    bool m_scheduled = false, m_overflown = false, m_closed = false;
    std::thread::id m_running;  ///< who is inside the callback
};

/// The one thread on which a local client's watch callbacks run.
class Dispatcher {
public:
    Dispatcher() : m_thread("local watches", [this](const std::stop_token&) { run(); }) {}
    ~Dispatcher();
    void schedule(std::shared_ptr<LocalWatcher> watcher);

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::shared_ptr<LocalWatcher>> m_ready;  ///< each watcher at most once
    bool m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::client
