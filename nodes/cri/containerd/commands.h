#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "nodes/cri/containerd/proc.h"

namespace armillary::cri {

/// Ends commands in containers whose client is gone. The runtime closes a command's input then and no more: what does
/// not read goes on for ever, with its pipes and the runtime's part of them. The runtime names no process, so that a
/// command's is found by what came into the container after the client asked for it, from outside, under that command
/// line. Thread-safe.
class Commands {
public:
    /// `kill` sends SIGKILL.
    Commands(async::Clock& clock, Proc proc, std::function<void(pid_t)> kill)
        : m_clock(clock), m_proc(std::move(proc)), m_kill(std::move(kill)) {}
    ~Commands();

    /// While a client waits for its command. The end of one that has not been told ended() is that of the client: the
    /// command's process is killed, and all of its session.
    class Ticket {
    public:
        ~Ticket();
        /// The command has ended by itself, or never began.
        void ended();

    private:
        friend Commands;
        struct State;
        Ticket(Commands& commands, std::shared_ptr<State> state);
        Commands& m_commands;
        std::shared_ptr<State> m_state;
    };
    /// Before the runtime is asked to begin. The ticket must not outlive this.
    std::unique_ptr<Ticket> follow(std::string containerId, std::vector<std::string> command);

    /// Looks once. True while there is anything to look for.
    bool step();
    /// A thread that does so, as long as there is.
    void start();

private:
    using States = std::vector<std::shared_ptr<Ticket::State>>;
    void look(const States& searching);
    void exchange(const ProcessInfo& process, const States& searching);
    bool mayBe(const ProcessInfo& process, const Ticket::State& state) const;
    bool isFirst(const ProcessInfo& process, const Ticket::State& state) const;
    void passOn(const Ticket::State& state);
    void end(const Ticket::State& state);

    async::Clock& m_clock;
    const Proc m_proc;
    const std::function<void(pid_t)> m_kill;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    States m_states;
    std::vector<ProcessInfo> m_dying;  ///< were killed, and take a moment
    bool m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::cri
