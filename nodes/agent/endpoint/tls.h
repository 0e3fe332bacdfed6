#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>

#include "nodes/agent/endpoint/endpoint.h"

namespace armillary::agent {

/// TLS contexts for the credential that is current, made anew only when it has changed. Thread-safe.
class TlsContexts {
public:
    explicit TlsContexts(const EndpointConfig& config) : m_config(config) {}
    /// The error is OpenSSL's, without key material.
    std::expected<std::shared_ptr<boost::asio::ssl::context>, std::string> current();

private:
    const EndpointConfig& m_config;
    std::mutex m_mutex;
    pki::Credential m_credential;
    std::shared_ptr<boost::asio::ssl::context> m_context;
};

/// Who the client's verified certificate says it is.
struct Caller {
    enum class Kind { Nobody, Stranger, ApiServer } kind = Kind::Nobody;
    Asker asker;  ///< a stranger's names
};
Caller callerOf(SSL* connection, const std::string& clientName);

}  // namespace armillary::agent
