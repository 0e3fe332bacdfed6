#include "tests/support/api/tls_server.h"

#include <openssl/x509.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <mutex>
#include <thread>

namespace armillary::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Stream = asio::ssl::stream<Tcp::socket>;

std::string peerNameOf(Stream& stream) {
    X509* certificate = SSL_get1_peer_certificate(stream.native_handle());
    if (!certificate) return {};
    char name[256] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    X509_free(certificate);
    return name;
}

}  // namespace

std::string TlsServer::Request::header(std::string_view lowerCaseName) const {
    for (const auto& [name, value] : headers)
        if (name == lowerCaseName) return value;
    return {};
}

struct TlsServer::Parts {
    Handler handler;
    asio::io_context io;
    asio::ssl::context context{asio::ssl::context::tls_server};
    Tcp::acceptor acceptor{io};
    mutable std::mutex mutex;
    std::vector<int> sockets;
    std::vector<Request> requests;
    std::size_t accepted = 0;
    std::vector<std::thread> sessions;
    std::thread thread;

    void run() {
        while (true) {
            Tcp::socket socket(io);
            boost::system::error_code error;
            acceptor.accept(socket, error);
            if (error) return;
            const std::scoped_lock lock(mutex);
            ++accepted;
            sockets.push_back(::dup(socket.native_handle()));
            sessions.emplace_back([this, moved = std::move(socket)]() mutable { serve(std::move(moved)); });
        }
    }

    void serve(Tcp::socket socket) {
        boost::system::error_code error;
        Stream stream(std::move(socket), context);
        stream.handshake(asio::ssl::stream_base::server, error);
        boost::beast::flat_buffer buffer;
        while (!error) {
            http::request<http::string_body> message;
            http::read(stream, buffer, message, error);
            if (error) break;
            Request request{.method = std::string(message.method_string()),
                            .target = std::string(message.target()),
                            .body = message.body(),
                            .headers = {},
                            .peerName = peerNameOf(stream)};
            for (const auto& header : message) {
                std::string name(header.name_string());
                for (char& c : name)
                    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
                request.headers.emplace_back(std::move(name), header.value());
            }
            {
                const std::scoped_lock lock(mutex);
                requests.push_back(request);
            }
            const Reply reply = handler(request);
            if (!reply.raw.empty()) {
                asio::write(stream, asio::buffer(reply.raw), error);
                break;
            }
            http::response<http::string_body> answer(static_cast<http::status>(reply.code), 11);
            answer.set(http::field::content_type, reply.contentType);
            answer.body() = reply.body;
            answer.prepare_payload();
            answer.keep_alive(message.keep_alive());
            http::write(stream, answer, error);
            if (!message.keep_alive()) break;
        }
        // There is a second descriptor, so that closing this one alone would tell the client nothing.
        stream.lowest_layer().shutdown(Tcp::socket::shutdown_both, error);
        stream.lowest_layer().close(error);
    }
};

TlsServer::TlsServer(const pki::Credential& credential, Handler handler, const std::string& clientCaPem,
                     const std::string& address)
    : m_parts(std::make_unique<Parts>()) {
    Parts& parts = *m_parts;
    parts.handler = std::move(handler);
    parts.context.use_certificate_chain(asio::buffer(credential.certificatePem));
    parts.context.use_private_key(asio::buffer(credential.keyPem), asio::ssl::context::pem);
    if (!clientCaPem.empty()) {
        parts.context.add_certificate_authority(asio::buffer(clientCaPem));
        parts.context.set_verify_mode(asio::ssl::verify_peer);
    }
    const Tcp::endpoint endpoint(asio::ip::make_address(address), 0);
    parts.acceptor.open(endpoint.protocol());
    parts.acceptor.bind(endpoint);
    parts.acceptor.listen();
    parts.thread = std::thread([&parts] { parts.run(); });
}

TlsServer::~TlsServer() {
    ::shutdown(m_parts->acceptor.native_handle(), SHUT_RDWR);
    m_parts->thread.join();
    for (const int socket : m_parts->sockets) ::shutdown(socket, SHUT_RDWR);
    for (std::thread& session : m_parts->sessions) session.join();
    for (const int socket : m_parts->sockets) ::close(socket);
}

std::uint16_t TlsServer::port() const {
    return m_parts->acceptor.local_endpoint().port();
}

std::size_t TlsServer::connections() const {
    const std::scoped_lock lock(m_parts->mutex);
    return m_parts->accepted;
}

std::vector<TlsServer::Request> TlsServer::requests() const {
    const std::scoped_lock lock(m_parts->mutex);
    return m_parts->requests;
}

}  // namespace armillary::test
