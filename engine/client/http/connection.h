#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/client/http/endpoint.h"

namespace armillary::client {

struct Answer {
    int code = 0;
    std::string body;
};

/// One keep-alive connection with blocking calls that time out. One thread at a time.
class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const HttpConfig& config, const Endpoint& endpoint);
    Connection(const HttpConfig& config, const Endpoint& endpoint, asio::ssl::context context);

    struct Failure {
        Status status;
        bool beforeAnswer = false;  ///< nothing of an answer had come
    };
    std::expected<Answer, Failure> exchange(const HttpRequest& request);
    /// False when the server has closed it or said that it will.
    bool reusable();

private:
    Result<void> connect();
    template <class Start>
    ErrorCode await(std::chrono::milliseconds timeout, Start start);

    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    asio::io_context m_io{1};
    asio::ssl::context m_context;
    TlsStream m_stream;
    beast::flat_buffer m_buffer;
    bool m_keepAlive = true;
    std::chrono::steady_clock::time_point m_lastUse;
};

/// Idle connections, the most recently used first.
class ConnectionPool {
public:
    ConnectionPool(const HttpConfig& config, const Endpoint& endpoint) : m_config(config), m_endpoint(endpoint) {}
    Result<Answer> call(const HttpRequest& request);

private:
    std::unique_ptr<Connection> takeIdle();
    void putBack(std::unique_ptr<Connection> connection);

    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Connection>> m_idle;
};

}  // namespace armillary::client
