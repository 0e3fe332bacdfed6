#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "nodes/agent/endpoint/spdy.h"

namespace armillary::test {

/// A streaming server as a container runtime has one, on SPDY/3.1: exec echoes standard input to standard output, says
/// "done" on standard error and ends with success; port-forward echoes each port's data.
class FakeRuntime {
public:
    FakeRuntime();
    ~FakeRuntime();
    std::string url(const std::string& verb) const {
        return "http://127.0.0.1:" + std::to_string(m_port) + "/" + verb + "/token";
    }
    /// The head of the last request.
    std::string lastHead();

    /// A command that writes or dies does so when it has all of them; the one for errors counts.
    std::atomic<std::size_t> streamsOfCommand{2};
    std::atomic<std::size_t> outputBytes{0};  ///< written to standard output instead of an echo
    std::atomic<bool> dies{false};            ///< ends the connection before an exit status
    std::atomic<bool> refuses{false};         ///< answers 404

private:
    void accept();
    void serve(int connection);

    int m_socket = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;
    std::string m_head;
    std::vector<std::thread> m_sessions;
    std::thread m_thread;
};

}  // namespace armillary::test
