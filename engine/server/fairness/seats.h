#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// Who may be served at once, by priority level: seats, queues, and the order in which those who wait get their turn.
/// Source: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/.
namespace armillary::server::fairness {

/// What a level may have; from its PriorityLevelConfiguration.
struct LevelLimits {
    std::string name;
    std::uint32_t shares = 0;
    std::uint32_t lendablePercent = 0;
    std::uint32_t borrowingPercent = UINT32_MAX;  ///< of its own seats; UINT32_MAX: no limit
    std::uint32_t queues = 0;                     ///< 0: who finds no seat is rejected
    std::uint32_t handSize = 1;
    std::uint32_t queueLength = 0;
};

/// Of a level, at the moment.
struct LevelState {
    std::string name;
    std::size_t nominalSeats = 0, seated = 0, waiting = 0;
    std::uint64_t dispatched = 0, rejected = 0, timedOut = 0;
};

class Seats;

/// One request's place: a seat, or a place in a queue. Going gives it back. Must not outlive its Seats.
class Ticket {
public:
    enum class State { Waiting, Seated, Rejected };
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    State state() const;
    /// Calls `call` once when the wait is over, at once when it is so already, from whatever thread ends it. `call`
    /// must return soon.
    void whenOver(std::function<void()> call);
    /// Waits no longer: Rejected, unless the turn has come.
    State settle();

private:
    friend class Seats;
    Ticket(Seats& seats, std::size_t level) : m_seats(seats), m_level(level) {}

    Seats& m_seats;
    const std::size_t m_level;
    std::size_t m_queue = 0;
    State m_state = State::Waiting;
    std::function<void()> m_whenOver;
};

/// All levels' seats. A level has its nominal share of the total. Beyond that it may borrow what others lend and do not
/// use; those who lend get theirs back when they ask for it. Within a level flows are dealt to queues by shuffle
/// sharding, and queues are served in turn. Thread-safe.
class Seats {
public:
    explicit Seats(std::size_t total) : m_total(total) {}

    /// Replaces the levels; those that are known by name keep who sits and waits there.
    void configure(const std::vector<LevelLimits>& levels);
    /// `flow` is a hash of what makes the request part of a flow. Null for a level that is not configured.
    std::unique_ptr<Ticket> enter(const std::string& level, std::uint64_t flow);
    std::vector<LevelState> states() const;

private:
    friend class Ticket;
    using Calls = std::vector<std::function<void()>>;

    struct Level {
        LevelLimits limits;
        bool configured = true;
        std::size_t nominal = 0, lendable = 0, borrowable = 0;
        std::size_t seated = 0, waiting = 0;
        std::uint64_t dispatched = 0, rejected = 0, timedOut = 0;
        std::vector<std::deque<Ticket*>> queues;
        std::size_t nextQueue = 0;  ///< whose turn it is
    };

    /// The level's position, or m_levels.size().
    std::size_t find(const std::string& name) const;
    Level& placeFor(const std::string& name);
    bool hasSeat(const Level& level) const;
    void seat(Level& level, Ticket& ticket);
    bool line(Level& level, Ticket& ticket, std::uint64_t flow);
    Ticket* next(Level& level);
    /// Seats who waits, as far as there are seats; `first` before others.
    void dispatch(std::size_t first, Calls& calls);
    void leave(Ticket& ticket);

    const std::size_t m_total;
    mutable std::mutex m_mutex;
    std::deque<Level> m_levels;  ///< tickets name them by position; a place is reused when nobody needs it any more
    std::size_t m_waiting = 0;
};

}  // namespace armillary::server::fairness
