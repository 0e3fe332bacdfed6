#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <expected>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/transport/wire.h"

namespace armillary::transport {

struct Answer {
    int code = 0;
    std::string body;
    std::string contentType, etag;
    std::vector<std::string> warnings;  ///< Warning headers as they came
};

/// One keep-alive connection with blocking calls that time out. One thread at a time.
class Connection {
public:
    static std::expected<std::unique_ptr<Connection>, Failure> open(const Config& config, const Endpoint& endpoint,
                                                                    Deadline deadline = kNoDeadline);
    Connection(const Config& config, const Endpoint& endpoint) : m_config(config), m_endpoint(endpoint), m_wire(m_io) {}

    std::expected<Answer, Failure> exchange(const HttpRequest& request, Deadline deadline = kNoDeadline);
    /// False when the server has closed it or said that it will.
    bool reusable();

private:
    std::expected<void, Failure> connect(Deadline deadline);
    template <class Start>
    ErrorCode await(std::chrono::milliseconds timeout, Deadline deadline, Start start);

    const Config& m_config;
    const Endpoint& m_endpoint;
    asio::io_context m_io{1};
    Wire m_wire;
    beast::flat_buffer m_buffer;
    bool m_keepAlive = true;
    std::chrono::steady_clock::time_point m_lastUse;
};

/// Idle connections, the most recently used first. Config and endpoint must outlive it.
class ConnectionPool {
public:
    ConnectionPool(const Config& config, const Endpoint& endpoint) : m_config(config), m_endpoint(endpoint) {}
    /// Every step has its time from the configuration, and all of them together until `deadline`. A request that is
    /// `repeatable` (a GET always is) is sent again when the server closed an idle connection just as it was taken up.
    std::expected<Answer, Failure> call(const HttpRequest& request, Deadline deadline = kNoDeadline,
                                        bool repeatable = false);
    /// Closes what is idle, so that the next call asks for the present certificate.
    void forget();

private:
    std::unique_ptr<Connection> takeIdle();
    void putBack(std::unique_ptr<Connection> connection);

    const Config& m_config;
    const Endpoint& m_endpoint;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Connection>> m_idle;
};

}  // namespace armillary::transport
