#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <mutex>

#include "engine/async/guard.h"
#include "engine/client/http/endpoint.h"
#include "engine/transport/wire.h"

namespace armillary::client {

/// The one thread that serves all of a client's streams, and what their connections have in common.
class StreamThread {
public:
    /// Config and endpoint must outlive it.
    StreamThread(std::string name, const HttpConfig& config, const Endpoint& endpoint);
    ~StreamThread();

    const HttpConfig& config() const { return m_config; }
    const Endpoint& endpoint() const { return m_endpoint; }
    /// A handle may keep it longer than this thread lives: what is posted to it then is never run.
    const std::shared_ptr<asio::io_context>& io() const { return m_io; }
    /// One for all streams of the same credential: what it has read of certificates and keys is not small. None
    /// for a server without TLS.
    Result<transport::TlsContext> context();

private:
    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    std::mutex m_mutex;
    transport::TlsContext m_context;
    pki::Credential m_credential;  ///< that the context is of
    std::shared_ptr<asio::io_context> m_io;
    asio::executor_work_guard<asio::io_context::executor_type> m_work;
    async::Thread m_thread;
};

}  // namespace armillary::client
