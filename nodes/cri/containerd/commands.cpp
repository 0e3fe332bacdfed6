#include "nodes/cri/containerd/commands.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <string_view>
#include <utility>

namespace armillary::cri {

namespace {

/// Soon after something was asked for, or its client went; and later, when only a machine with too much to do is still
/// about to begin it.
constexpr std::chrono::milliseconds kLookEvery{50}, kLookLaterEvery{500};
constexpr std::chrono::seconds kSoon{3};
/// A command that was not seen for so long after it was asked for, or after its client went, was too short to be seen.
constexpr std::chrono::seconds kSearch{10}, kSearchAfterEnd{60};

/// Its last words are these, the first of them perhaps as a path.
bool endsWithWords(std::string_view line, std::string_view words) {
    if (!line.ends_with(words)) return false;
    line.remove_suffix(words.size());
    return line.empty() || line.back() == '\0' || line.back() == '/';
}

}  // namespace

struct Commands::Ticket::State {
    std::string containerId, commandLine;
    std::set<pid_t> before;  ///< processes of the machine when it was asked for
    async::SteadyTime since, giveUp;
    std::optional<ProcessInfo> process;
    bool over = false;  ///< the client is gone
};

Commands::Ticket::Ticket(Commands& commands, std::shared_ptr<State> state)
    : m_commands(commands), m_state(std::move(state)) {}

Commands::Ticket::~Ticket() {
    const std::lock_guard lock(m_commands.m_mutex);
    if (!std::ranges::contains(m_commands.m_states, m_state)) return;
    m_state->over = true;
    m_state->since = m_commands.m_clock.steady();
    if (!m_state->process) m_state->giveUp = m_state->since + kSearchAfterEnd;
    m_commands.m_wake.notify_all();
}

void Commands::Ticket::ended() {
    const std::lock_guard lock(m_commands.m_mutex);
    if (std::erase(m_commands.m_states, m_state) > 0 && m_state->process) m_commands.passOn(*m_state);
}

/// What goes on was not the command that ended, but one like it: of a client that has none, or has the one that ended,
/// or is gone.
void Commands::passOn(const Ticket::State& state) {
    if (m_proc.info(state.process->pid) != state.process) return;
    for (const auto& each : m_states) {
        const bool has = each->process && m_proc.info(each->process->pid) == each->process;
        if (has || each->over || !mayBe(*state.process, *each)) continue;
        each->process = state.process;
        return;
    }
    end(state);
}

Commands::~Commands() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.stop();
}

std::unique_ptr<Commands::Ticket> Commands::follow(std::string containerId, std::vector<std::string> command) {
    const auto state = std::make_shared<Ticket::State>();
    state->containerId = std::move(containerId);
    for (const auto& word : command) state->commandLine += word + '\0';
    const auto pids = m_proc.pids();
    state->before.insert(pids.begin(), pids.end());
    const std::lock_guard lock(m_mutex);
    state->since = m_clock.steady();
    state->giveUp = state->since + kSearch;
    m_states.push_back(state);
    m_wake.notify_all();
    return std::unique_ptr<Ticket>(new Ticket(*this, state));
}

/// Came from outside the container, under this command line; a script's is that of its interpreter, which ends alike.
bool Commands::isFirst(const ProcessInfo& process, const Ticket::State& state) const {
    return m_proc.isInGroup(process.pid, state.containerId) && !m_proc.isInGroup(process.parent, state.containerId) &&
           endsWithWords(m_proc.commandLine(process.pid), state.commandLine);
}

bool Commands::mayBe(const ProcessInfo& process, const Ticket::State& state) const {
    return !state.before.contains(process.pid) && isFirst(process, state);
}

/// Of commands that are alike each gets one. Whoever asked last can have the fewest of them, so that it comes first;
/// and who waits comes before who has gone, which would end another's.
void Commands::look(const States& searching) {
    for (const pid_t pid : m_proc.pids()) {
        const bool isNew = std::ranges::any_of(m_states, [&](const auto& each) { return !each->before.contains(pid); });
        const auto process = isNew ? m_proc.info(pid) : std::nullopt;
        if (!process || std::ranges::contains(m_states, process, &Ticket::State::process)) continue;
        if (std::ranges::contains(m_dying, *process)) continue;  // nobody else's
        const auto whose =
            std::ranges::find_if(searching, [&](const auto& each) { return !each->process && mayBe(*process, *each); });
        if (whose != searching.end())
            (*whose)->process = process;
        else
            exchange(*process, searching);
    }
}

/// Nobody who searches can have it, but somebody who has one: then his is for one of those.
void Commands::exchange(const ProcessInfo& process, const States& searching) {
    for (const auto& holder : m_states) {
        if (!holder->process || holder->over || !mayBe(process, *holder)) continue;
        const auto whose = std::ranges::find_if(
            searching, [&](const auto& each) { return !each->process && mayBe(*holder->process, *each); });
        if (whose == searching.end()) continue;
        (*whose)->process = std::exchange(holder->process, process);
        return;
    }
}

/// A session is what one command and its children are, but for those that left it to stay.
void Commands::end(const Ticket::State& state) {
    const auto found = m_proc.info(state.process->pid);
    if (found != state.process) return;
    const ProcessInfo first = *found;
    for (const pid_t pid : m_proc.pids()) {
        const auto process = m_proc.info(pid);
        if (process && process->session == first.session && pid != first.pid &&
            m_proc.isInGroup(pid, state.containerId))
            m_kill(pid);
    }
    m_kill(first.pid);
    m_dying.push_back(first);
}

bool Commands::step() {
    const std::lock_guard lock(m_mutex);
    States searching;
    for (const bool over : {false, true})
        for (const auto& each : m_states | std::views::reverse)
            if (!each->process && each->over == over) searching.push_back(each);
    std::erase_if(m_dying, [this](const ProcessInfo& process) { return m_proc.info(process.pid) != process; });
    if (!searching.empty()) look(searching);
    const auto now = m_clock.steady();
    std::erase_if(m_states, [&](const auto& each) {
        if (!each->process) return now >= each->giveUp;
        if (each->over) end(*each);
        return each->over;
    });
    return std::ranges::any_of(m_states, [](const auto& each) { return !each->process || each->over; });
}

void Commands::start() {
    m_thread = async::Thread("exec-sessions", [this](const std::stop_token&) {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            lock.unlock();
            const bool more = step();
            lock.lock();
            if (m_stopping) return;
            const bool soon = std::ranges::any_of(
                m_states, [now = m_clock.steady()](const auto& each) { return now < each->since + kSoon; });
            if (more)
                m_clock.waitUntil(m_wake, lock, m_clock.steady() + (soon ? kLookEvery : kLookLaterEvery));
            else
                m_wake.wait(lock, [&] {
                    return m_stopping ||
                           std::ranges::any_of(m_states, [](const auto& each) { return !each->process || each->over; });
                });
        }
    });
}

}  // namespace armillary::cri
