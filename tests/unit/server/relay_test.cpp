#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <chrono>

#include "tests/unit/server/scripted_api.h"

using namespace armillary;
using namespace armillary::test;
using namespace std::chrono_literals;

namespace {

/// The other side of a proxy, by hand.
class Backend {
public:
    Backend() {
        m_listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        // Little room, so that who sends to it is soon held up.
        const int small = 4096;
        ::setsockopt(m_listening, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        ::bind(m_listening, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(m_listening, 1);
    }
    ~Backend() {
        if (m_connection >= 0) ::close(m_connection);
        ::close(m_listening);
    }
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    std::uint16_t port() const {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        ::getsockname(m_listening, reinterpret_cast<sockaddr*>(&address), &size);
        return ntohs(address.sin_port);
    }
    void accept() { m_connection = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC); }
    std::string read() {
        std::string bytes(65536, '\0');
        const auto size = ::recv(m_connection, bytes.data(), bytes.size(), 0);
        bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return bytes;
    }
    void send(std::string_view bytes) { (void)::send(m_connection, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    void end() { ::shutdown(m_connection, SHUT_WR); }
    /// Takes what there is until nothing comes for a moment.
    void drain() {
        pollfd ready{.fd = m_connection, .events = POLLIN, .revents = 0};
        while (::poll(&ready, 1, 500) > 0 && !read().empty()) {
        }
    }
    /// Whether the proxy ends the connection.
    bool ended() {
        pollfd ready{.fd = m_connection, .events = POLLIN, .revents = 0};
        while (::poll(&ready, 1, 60'000) > 0)
            if (read().empty()) return true;
        return false;
    }

private:
    int m_listening = -1, m_connection = -1;
};

server::ProxyReply plainTo(const Backend& backend) {
    return {.tls = false, .host = "127.0.0.1", .port = backend.port(), .target = "/"};
}

}  // namespace

TEST_CASE("a relay ends with the other side's answer, though the client is being written on meanwhile") {
    Backend backend;
    Served front;
    front.api.m_proxy = plainTo(backend);
    TlsClient client = front.client();
    client.send("GET /proxy HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
    backend.accept();
    CHECK(backend.read().starts_with("GET / HTTP/1.1\r\n"));
    // Until nobody takes any more: the proxy is in a write then, with more to read.
    const timeval patience{.tv_sec = 1, .tv_usec = 0};
    ::setsockopt(client.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    for (int i = 0; i < 1000 && client.send(std::string(64u << 10, 'x')); ++i) {
    }
    backend.send("HTTP/1.1 101 Switching Protocols\r\n\r\nbye");
    CHECK(client.receive().ends_with("bye"));
    backend.end();
    backend.drain();
    client.setTimeout(60s);
    CHECK(client.closed());
}

TEST_CASE("a client that goes is noticed while the other side has not answered yet") {
    Backend backend;
    Served front;
    front.api.m_proxy = plainTo(backend);
    front.api.m_proxy.answerHeaders = {{"Audit-Id", "a"}};
    {
        TlsClient client = front.client();
        client.send("GET /proxy HTTP/1.1\r\nHost: x\r\n\r\n");
        backend.accept();
        CHECK(backend.read().starts_with("GET / HTTP/1.1\r\n"));
    }
    CHECK(backend.ended());
}

TEST_CASE("stopping ends a relay at once, also one whose client merely says no more") {
    Backend backend;
    auto front = std::make_unique<Served>();
    front->api.m_proxy = plainTo(backend);
    TlsClient client = front->client();
    client.send("GET /proxy HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
    backend.accept();
    backend.read();
    backend.send("HTTP/1.1 101 Switching Protocols\r\n\r\none");
    client.receive();
    SUBCASE("one that is under way") {}
    SUBCASE("one whose client merely says no more") {
        client.shutdownSend();
        CHECK(backend.ended());
    }
    const auto begin = std::chrono::steady_clock::now();
    front->listener.reset();
    // The grace that such a client has would be 30 s.
    CHECK(std::chrono::steady_clock::now() - begin < 20s);
    CHECK(backend.ended());
}
