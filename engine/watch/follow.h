#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/watch/cache.h"

namespace armillary::watch {

struct FollowOptions {
    std::string namespace_ = {};    ///< "": objects of all namespaces
    std::size_t maxPending = 1000;  ///< changes that wait to be taken in; at one more all are dropped and listed anew
    /// Called when something waits to be taken in and nothing did, from the store's writer thread or from takeIn(). It
    /// must not block, and must not call the Follow or the cache.
    std::function<void()> notify = {};
};

/// Follows one kind in the cache for somebody who keeps something that is made of its objects.
///
/// The store's writer is never held up: it only queues changes. Whoever is about to use what is made of them takes them
/// in first, and then knows of every write that was answered before. The first takeIn() lists; later ones handle the
/// changes since. When these are more than the bound, or the cache has forgotten where they begin (410), the next
/// takeIn() lists again and handles the differences, among them what has vanished. So the handler is told, in order and
/// without gap or repetition, how what it knows becomes what is; of an object that changed several times between two
/// lists it hears once. Thread-safe.
class Follow final : Watcher {
public:
    /// As of informers: `previous` is null for an object that is new, `current` for one that is gone. One that was made
    /// again under its name goes first and then comes. Called by takeIn() on its caller's thread, one call at a time;
    /// it must not call this Follow. What it throws leaves takeIn(), and the next one lists again.
    using Handler = std::function<void(const ObjectRef& previous, const ObjectRef& current)>;

    /// Nothing is followed before the first takeIn(). `cache` must outlive this.
    Follow(const Cache& cache, ResourceKey resource, Handler handler, FollowOptions options = {});
    ~Follow() override;
    Follow(const Follow&) = delete;
    Follow& operator=(const Follow&) = delete;

    /// Whether takeIn() would have something to do; costs next to nothing.
    bool pending() const { return m_pending.load(std::memory_order_acquire); }
    /// Handles everything that happened before the call; waits for whoever is at it already. Whether this call handled
    /// anything.
    bool takeIn();
    /// Waits until something is pending; false when it is not by then.
    bool awaitPending(std::chrono::steady_clock::time_point until);
    /// Waits for the handler to return; from then on neither it nor `notify` is called. So does the destructor.
    void stop();

private:
    bool deliver(const EventRef& event) override;
    void progress(Revision) override {}

    void lose();
    /// Lists and registers; the differences to what is known are handled. All below need m_takeMutex.
    bool listAnew();
    bool join(Snapshot& snapshot);
    bool compare(const Snapshot& snapshot);
    bool apply(const ObjectRef& object, bool gone);

    const Cache& m_cache;
    const ResourceKey m_resource;
    const Handler m_handler;
    const FollowOptions m_options;

    std::mutex m_takeMutex;  ///< taken before the cache's locks and m_queueMutex
    bool m_stopped = false;
    std::unordered_map<std::string, ObjectRef> m_known;  ///< by "NAMESPACE/NAME", as the handler was told

    std::mutex m_queueMutex;
    std::condition_variable m_arrived;
    std::vector<EventRef> m_queue;
    bool m_lost = true;  ///< the queue does not hold all changes
    std::atomic<bool> m_pending = true;

    /// Last, so that no event comes while the rest goes.
    std::unique_ptr<Registration> m_registration;
};

}  // namespace armillary::watch
