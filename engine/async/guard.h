#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

/// Where exceptions end. One that leaves a request, a reconcile, a pod's step or an event means that something is
/// broken (invariant I9); it costs that one unit of work, never the process.
namespace armillary::async {

/// Writes the exception in flight to standard error, one line: "WHERE: WHAT". To be called from a catch block.
void reportException(std::string_view where) noexcept;

/// Runs one unit of work. False when it threw, which has been reported as having happened in `where`, e.g.
/// "controller deployment: default/web".
template <class Work>
bool guarded(std::string_view where, Work&& work) noexcept {
    try {
        std::forward<Work>(work)();
        return true;
    } catch (...) {
        reportException(where);
        return false;
    }
}

/// A thread that runs a loop until it is asked to stop. An exception out of the loop is reported, and the loop entered
/// again after a second: it must find its state in order then, its locks released. The loop returns when its token says
/// so, or when there is nothing left to do.
class Thread {
public:
    using Loop = std::function<void(const std::stop_token& stop)>;

    Thread() = default;  ///< none
    /// `name` says in a debugger and in the log whose it is. std::system_error when the system has no more threads.
    Thread(std::string name, Loop loop);
    Thread(Thread&&) noexcept = default;
    Thread& operator=(Thread&&) noexcept = default;

    bool joinable() const { return m_thread.joinable(); }
    std::thread::id id() const { return m_thread.get_id(); }
    /// Asks the loop to stop; condition variables that wait with its token wake up.
    void requestStop() { m_thread.request_stop(); }
    /// Asks the loop to stop and waits until it has; so does the destructor.
    void stop();

private:
    std::jthread m_thread;
};

}  // namespace armillary::async
