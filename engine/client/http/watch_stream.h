#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>

#include "engine/async/guard.h"
#include "engine/async/identifiers.h"
#include "engine/client/http/endpoint.h"

namespace armillary::client {

/// The thread that serves all of one client's watches.
class WatchThread {
public:
    WatchThread(const HttpConfig& config, const Endpoint& endpoint);
    ~WatchThread();
    Result<std::unique_ptr<Watch>> open(const Target& target, const WatchOptions& options, WatchCallback callback);

private:
    /// One for all watches of the same credential: what it has read of certificates and keys is not small.
    Result<std::shared_ptr<boost::asio::ssl::context>> context();

    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    async::Identifiers m_identifiers;  ///< spreads the watches' time limits
    std::mutex m_mutex;
    std::shared_ptr<boost::asio::ssl::context> m_context;
    pki::Credential m_credential;  ///< that the context is of
    asio::io_context m_io{1};
    asio::executor_work_guard<asio::io_context::executor_type> m_work;
    async::Thread m_thread;
};

/// What one line of a watch says; Closed with a status when it says that the watch is over, or cannot be read.
WatchEvent readWatchLine(std::string_view line);

}  // namespace armillary::client
