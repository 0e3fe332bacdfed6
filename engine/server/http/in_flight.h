#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace armillary::server::http {

/// The bytes that wait for peers to take them, over all connections: one bound (invariant I5). What a connection holds
/// up to kUncounted is not counted; the number of connections bounds that. Thread-safe.
class InFlight {
public:
    static constexpr std::size_t kUncounted = 64u << 10;

    explicit InFlight(std::size_t maxBytes) : m_maxBytes(maxBytes) {}

    /// False, and nothing taken, when there is no room.
    bool take(std::size_t bytes) {
        std::size_t now = m_bytes.load();
        while (now + bytes <= m_maxBytes)
            if (m_bytes.compare_exchange_weak(now, now + bytes)) return true;
        m_pressed = true;
        return false;
    }
    /// For what cannot be refused any more: beyond the bound, too.
    void takeAnyway(std::size_t bytes) { m_bytes += bytes; }
    void give(std::size_t bytes) { m_bytes -= bytes; }

    bool isFull() {
        if (m_bytes.load() < m_maxBytes) return false;
        m_pressed = true;
        return true;
    }
    /// Whether somebody found no room since this was asked last.
    bool wasPressed() { return m_pressed.exchange(false); }
    std::size_t bytes() const { return m_bytes.load(); }

    /// What one answer holds; given back when it goes.
    class Held {
    public:
        Held() = default;
        Held(std::shared_ptr<InFlight> of, std::size_t bytes) : m_of(std::move(of)), m_bytes(bytes) {}
        Held(Held&& other) noexcept : m_of(std::move(other.m_of)), m_bytes(std::exchange(other.m_bytes, 0)) {}
        Held& operator=(Held&& other) noexcept {
            std::swap(m_of, other.m_of);
            std::swap(m_bytes, other.m_bytes);
            return *this;
        }
        ~Held() {
            if (m_of) m_of->give(m_bytes);
        }

    private:
        std::shared_ptr<InFlight> m_of;
        std::size_t m_bytes = 0;
    };

private:
    const std::size_t m_maxBytes;
    std::atomic<std::size_t> m_bytes = 0;
    std::atomic<bool> m_pressed = false;
};

}  // namespace armillary::server::http
