#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace armillary::server::custom {

/// The end of a served definition: who watches its objects is told, and watches what came after it anew. Thread-safe.
class Retirement : public std::enable_shared_from_this<Retirement> {
public:
    using Callback = std::function<void()>;
    /// No call comes once the destructor has returned.
    class Subscription {
    public:
        Subscription(std::shared_ptr<Retirement> of, std::list<Callback>::iterator place)
            : m_of(std::move(of)), m_place(place) {}
        ~Subscription() {
            const std::lock_guard lock(m_of->m_mutex);
            m_of->m_callbacks.erase(m_place);
        }
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;

    private:
        std::shared_ptr<Retirement> m_of;
        std::list<Callback>::iterator m_place;
    };

    /// `callback` is called once, from any thread or, when it is over already, at once. It must not block.
    std::unique_ptr<Subscription> subscribe(Callback callback) {
        const std::lock_guard lock(m_mutex);
        if (m_over) callback();
        return std::make_unique<Subscription>(shared_from_this(),
                                              m_callbacks.insert(m_callbacks.end(), std::move(callback)));
    }
    void retire() {
        const std::lock_guard lock(m_mutex);
        if (m_over) return;
        m_over = true;
        for (const Callback& callback : m_callbacks) callback();
    }

private:
    std::mutex m_mutex;
    bool m_over = false;
    std::list<Callback> m_callbacks;
};

}  // namespace armillary::server::custom
