#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "engine/async/guard.h"
#include "engine/async/pool.h"

namespace armillary::async {

/// Items that are handled one after the other, in order, on a pool's threads: an order of its own without a thread of
/// its own. Thread-safe. `pool` outlives it.
template <class Item>
class Lane {
public:
    /// False: no more of them. An exception is reported, and says no more, too.
    using Handler = std::move_only_function<bool(Item item)>;

    /// Of more than `maxQueued` items that wait, one is refused. `name` is for the log.
    Lane(Pool& pool, std::string name, std::size_t maxQueued, Handler handle)
        : m_state(std::make_shared<State>(pool, std::move(name), maxQueued, std::move(handle))) {}
    ~Lane() { close(); }
    Lane(Lane&&) = delete;

    /// False when too many wait, or no more are wanted. Never blocks, and never calls the handler.
    bool push(Item item) { return State::push(m_state, std::move(item)); }

    /// Drops what waits, and waits for the handler to return, unless it is the handler that calls. It is not called
    /// again.
    void close() { m_state->close(); }

    /// Nothing waits and nothing is being handled.
    bool idle() const { return m_state->idle(); }

private:
    /// Outlives the lane while a thread is about to look at it.
    struct State {
        State(Pool& pool, std::string name, std::size_t maxQueued, Handler handle)
            : pool(pool), name(std::move(name)), maxQueued(maxQueued), handle(std::move(handle)) {}

        static bool push(const std::shared_ptr<State>& self, Item item) {
            const std::lock_guard lock(self->mutex);
            if (self->ended || self->items.size() >= self->maxQueued) return false;
            self->items.push_back(std::move(item));
            if (self->scheduled) return true;
            self->scheduled = schedule(self);
            if (!self->scheduled) self->end();
            return self->scheduled;
        }

        static bool schedule(const std::shared_ptr<State>& self) {
            return self->pool.submit([self] { work(self); });
        }

        /// One item a time, so that lanes take turns on few threads.
        static void work(const std::shared_ptr<State>& self) {
            std::unique_lock lock(self->mutex);
            if (!self->ended && !self->items.empty()) {
                Item item = std::move(self->items.front());
                self->items.pop_front();
                self->running = std::this_thread::get_id();
                lock.unlock();
                bool more = false;
                guarded(self->name, [&] { more = self->handle(std::move(item)); });
                lock.lock();
                self->running = {};
                if (!more) self->end();
                self->rested.notify_all();
            }
            self->scheduled = !self->ended && !self->items.empty() && schedule(self);
            if (!self->scheduled && !self->items.empty()) self->end();
        }

        void end() {
            ended = true;
            items.clear();
        }

        void close() {
            std::unique_lock lock(mutex);
            end();
            if (running != std::this_thread::get_id()) rested.wait(lock, [&] { return running == std::thread::id(); });
        }

        bool idle() {
            const std::lock_guard lock(mutex);
            return items.empty() && running == std::thread::id();
        }

        Pool& pool;
        const std::string name;
        const std::size_t maxQueued;
        Handler handle;
        std::mutex mutex;
        std::condition_variable rested;
        std::deque<Item> items;
        std::thread::id running;  ///< whose thread is inside the handler
        bool scheduled = false, ended = false;
    };

    const std::shared_ptr<State> m_state;
};

}  // namespace armillary::async
