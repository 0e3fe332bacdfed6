#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/pki/ca.h"

namespace armillary::test {

/// A blocking TLS connection to loopback that says exactly what it is told to: for tests and benchmarks of listeners.
class TlsClient {
public:
    /// `credential` may be empty; the server must hold a certificate of `authorityPem` for 127.0.0.1. Throws when the
    /// handshake fails.
    /// `suites`, where given, is what a client offers that knows nothing newer than TLS 1.2, in OpenSSL's spelling.
    TlsClient(std::uint16_t port, const std::string& authorityPem, const pki::Credential& credential = {},
              const std::string& suites = {});
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    /// False when the other side has closed.
    bool send(std::string_view bytes);
    /// What comes next, at most `maximum` bytes; "" at the end or after the timeout.
    std::string receive(std::size_t maximum = 65536);
    /// Whether the other side closes the connection within the timeout; what it sends before is passed over.
    bool closed();
    void setTimeout(std::chrono::milliseconds timeout);
    void shutdownSend();
    int descriptor() const { return m_socket; }  ///< for poll()

    struct Answer {
        int code = 0;
        std::string head, body;
    };
    /// Reads one answer with a Content-Length.
    Answer answer(bool withBody = true);
    Answer request(std::string_view method, std::string_view target, std::string_view body = {},
                   std::string_view headers = {});

private:
    /// Nothing yet; what delegates to it is destroyed like any other when it throws.
    TlsClient() = default;
    std::string receiveUntil(std::string_view mark);

    int m_socket = -1;
    SSL_CTX* m_context = nullptr;
    SSL* m_ssl = nullptr;
    std::string m_buffer;
};

}  // namespace armillary::test
