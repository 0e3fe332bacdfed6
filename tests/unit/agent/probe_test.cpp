#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <format>
#include <string>
#include <thread>

#include "nodes/agent/probe/http_check.h"

/// Checks and hooks over HTTP against a real socket.
namespace armillary::agent {
namespace {

/// Answers whatever comes, one connection after another, with the same bytes.
class PlainServer {
public:
    explicit PlainServer(std::string answer) {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(m_listener, 8) == 0);
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([listener = m_listener, answer = std::move(answer)] {
            for (int peer; (peer = ::accept(listener, nullptr, nullptr)) >= 0; ::close(peer)) {
                char bytes[4096];
                if (::read(peer, bytes, sizeof bytes) < 0) continue;
                (void)!::write(peer, answer.data(), answer.size());
            }
        });
    }
    ~PlainServer() { stop(); }
    void stop() {
        if (m_listener < 0) return;
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(std::exchange(m_listener, -1));
    }
    HttpCheck check(std::string scheme) const {
        HttpCheck out;
        out.scheme = std::move(scheme);
        out.host = "127.0.0.1";
        out.port = m_port;
        out.path = "/";
        out.timeout = std::chrono::seconds(5);
        return out;
    }

private:
    int m_listener = -1;
    int m_port = 0;
    std::jthread m_thread;
};

TEST_CASE("a hook is content with any answer, and with plain HTTP where HTTPS was asked for") {
    PlainServer server("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    auto plain = server.check("HTTP"), secure = server.check("HTTPS");
    CHECK(httpCheck(plain).output == "HTTP probe failed with statuscode: 500");
    CHECK(httpCheck(secure).output == std::format("Get \"https://127.0.0.1:{}/\": http: server gave HTTP response to "
                                                  "HTTPS client",
                                                  secure.port));
    CHECK(httpHook(plain).good());
    CHECK(httpHook(secure).good());
    server.stop();
    CHECK(
        httpHook(plain).output ==
        std::format("Get \"http://127.0.0.1:{0}/\": dial tcp 127.0.0.1:{0}: connect: connection refused", plain.port));
    CHECK_FALSE(httpHook(secure).good());
}

TEST_CASE("a server that says nothing") {
    PlainServer server("");
    auto check = server.check("HTTP");
    CHECK(httpCheck(check).output == std::format("Get \"http://127.0.0.1:{}/\": EOF", check.port));
}

}  // namespace
}  // namespace armillary::agent
