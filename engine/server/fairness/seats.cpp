#include "engine/server/fairness/seats.h"

#include <algorithm>
#include <utility>

namespace armillary::server::fairness {
namespace {

/// Queues that a level keeps at most, whatever its configuration says.
constexpr std::size_t kMaxQueues = 1024;

std::size_t share(std::size_t total, std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<std::size_t>((total * part + whole - 1) / whole);
}

}  // namespace

Ticket::~Ticket() {
    m_seats.leave(*this);
}

Ticket::State Ticket::state() const {
    const std::scoped_lock lock(m_seats.m_mutex);
    return m_state;
}

void Ticket::whenOver(std::function<void()> call) {
    {
        const std::scoped_lock lock(m_seats.m_mutex);
        if (m_state == State::Waiting) {
            m_whenOver = std::move(call);
            return;
        }
    }
    call();
}

Ticket::State Ticket::settle() {
    const std::scoped_lock lock(m_seats.m_mutex);
    m_whenOver = nullptr;
    if (m_state != State::Waiting) return m_state;
    Seats::Level& level = m_seats.m_levels[m_level];
    std::erase(level.queues[m_queue], this);
    --level.waiting;
    --m_seats.m_waiting;
    ++level.timedOut;
    return m_state = State::Rejected;
}

std::size_t Seats::find(const std::string& name) const {
    const auto found = std::ranges::find_if(m_levels, [&](const Level& level) { return level.limits.name == name; });
    return static_cast<std::size_t>(found - m_levels.begin());
}

/// The level of this name as it is, or a new one.
Seats::Level& Seats::placeFor(const std::string& name) {
    if (const std::size_t known = find(name); known < m_levels.size()) return m_levels[known];
    const auto free = std::ranges::find_if(
        m_levels, [](const Level& old) { return !old.configured && old.seated == 0 && old.waiting == 0; });
    if (free == m_levels.end()) return m_levels.emplace_back();
    return *free = Level();
}

void Seats::configure(const std::vector<LevelLimits>& levels) {
    Calls calls;
    {
        const std::scoped_lock lock(m_mutex);
        std::uint64_t shares = 0;
        for (const LevelLimits& limits : levels) shares += limits.shares;
        for (Level& level : m_levels) level.configured = false;
        for (const LevelLimits& limits : levels) {
            Level& level = placeFor(limits.name);
            level.limits = limits;
            level.configured = true;
            level.nominal = share(m_total, limits.shares, shares);
            level.lendable = level.nominal * std::min(limits.lendablePercent, 100u) / 100;
            level.borrowable = limits.borrowingPercent == UINT32_MAX
                                   ? m_total
                                   : level.nominal * std::size_t(limits.borrowingPercent) / 100;
            // Those who wait stay where they are; fewer queues are dealt to from now on.
            level.queues.resize(std::max(level.queues.size(), std::min<std::size_t>(limits.queues, kMaxQueues)));
        }
        dispatch(0, calls);
    }
    for (const auto& call : calls) call();
}

bool Seats::hasSeat(const Level& level) const {
    if (level.seated < level.nominal) return true;
    if (level.seated >= level.nominal + level.borrowable) return false;
    std::size_t lent = 0, idle = 0;
    for (const Level& other : m_levels) {
        if (other.seated > other.nominal) lent += other.seated - other.nominal;
        if (other.seated < other.nominal) idle += std::min(other.lendable, other.nominal - other.seated);
    }
    return lent < idle;
}

void Seats::seat(Level& level, Ticket& ticket) {
    ++level.seated;
    ++level.dispatched;
    ticket.m_state = Ticket::State::Seated;
}

/// Puts the ticket into the shortest queue of the flow's hand.
bool Seats::line(Level& level, Ticket& ticket, std::uint64_t flow) {
    const std::size_t queues = std::min<std::size_t>(level.limits.queues, level.queues.size());
    if (queues == 0) return false;
    std::vector<std::size_t> hand;
    for (std::size_t left = queues; hand.size() < level.limits.handSize && left > 0; --left) {
        // The card at this place among those that are left, as the hand's own numbers are stepped over.
        std::size_t card = flow % left;
        flow /= left;
        for (const std::size_t taken : hand)
            if (card >= taken) ++card;
        hand.insert(std::ranges::upper_bound(hand, card), card);
    }
    const std::size_t chosen =
        *std::ranges::min_element(hand, {}, [&](std::size_t queue) { return level.queues[queue].size(); });
    if (level.queues[chosen].size() >= level.limits.queueLength) return false;
    ticket.m_queue = chosen;
    level.queues[chosen].push_back(&ticket);
    ++level.waiting;
    ++m_waiting;
    return true;
}

std::unique_ptr<Ticket> Seats::enter(const std::string& name, std::uint64_t flow) {
    const std::scoped_lock lock(m_mutex);
    const std::size_t position = find(name);
    if (position == m_levels.size() || !m_levels[position].configured) return nullptr;
    Level& level = m_levels[position];
    std::unique_ptr<Ticket> ticket(new Ticket(*this, position));
    if (level.waiting == 0 && hasSeat(level)) {
        seat(level, *ticket);
    } else if (!line(level, *ticket, flow)) {
        ++level.rejected;
        ticket->m_state = Ticket::State::Rejected;
    }
    return ticket;
}

Ticket* Seats::next(Level& level) {
    for (std::size_t i = 0; i < level.queues.size(); ++i) {
        auto& queue = level.queues[(level.nextQueue + i) % level.queues.size()];
        if (queue.empty()) continue;
        level.nextQueue = (level.nextQueue + i + 1) % level.queues.size();
        Ticket* ticket = queue.front();
        queue.pop_front();
        --level.waiting;
        --m_waiting;
        return ticket;
    }
    return nullptr;
}

void Seats::dispatch(std::size_t first, Calls& calls) {
    for (std::size_t i = 0; m_waiting > 0 && i < m_levels.size(); ++i) {
        Level& level = m_levels[(first + i) % m_levels.size()];
        while (level.waiting > 0 && hasSeat(level)) {
            Ticket* ticket = next(level);
            seat(level, *ticket);
            if (ticket->m_whenOver) calls.push_back(std::exchange(ticket->m_whenOver, nullptr));
        }
    }
}

void Seats::leave(Ticket& ticket) {
    Calls calls;
    {
        const std::scoped_lock lock(m_mutex);
        Level& level = m_levels[ticket.m_level];
        if (ticket.m_state == Ticket::State::Waiting) {
            std::erase(level.queues[ticket.m_queue], &ticket);
            --level.waiting;
            --m_waiting;
        } else if (ticket.m_state == Ticket::State::Seated) {
            --level.seated;
            dispatch(ticket.m_level, calls);
        }
    }
    for (const auto& call : calls) call();
}

std::vector<LevelState> Seats::states() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<LevelState> states;
    for (const Level& level : m_levels)
        if (level.configured || level.seated + level.waiting > 0)
            states.push_back({level.limits.name, level.nominal, level.seated, level.waiting, level.dispatched,
                              level.rejected, level.timedOut});
    return states;
}

}  // namespace armillary::server::fairness
