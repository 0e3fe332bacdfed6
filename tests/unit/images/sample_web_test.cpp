#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "nodes/images/sample_web/request.h"
#include "nodes/images/sample_web/server.h"

using namespace armillary::sample;

namespace {

/// A server on its own thread, told to stop by SIGUSR1.
struct Running {
    std::atomic<std::int64_t> now = 0;  ///< stands still but for the tests
    std::atomic<bool> ended = false;
    Server server{{.port = 0, .version = "7", .hostName = "web-x", .now = [this] { return now.load(); }}};
    int signals;
    std::thread thread;

    Running() {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        pthread_sigmask(SIG_BLOCK, &set, nullptr);
        signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
        REQUIRE(server.listen());
        thread = std::thread([this] {
            server.run(signals);
            ended = true;
        });
    }
    void stop() { pthread_kill(thread.native_handle(), SIGUSR1); }
    ~Running() {
        for (stop(); !ended; std::this_thread::sleep_for(std::chrono::milliseconds(1))) now += 1000;
        thread.join();
        close(signals);
    }
};

struct Client {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    explicit Client(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval limit{.tv_sec = 60};
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        REQUIRE(connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
    ~Client() { close(socket); }
    void send(const std::string& text) const { CHECK(::send(socket, text.data(), text.size(), MSG_NOSIGNAL) > 0); }
    /// Up to `end`, or all until the connection closes.
    std::string read(const std::string& end = "\x01") const {
        std::string text;
        char buffer[4096];
        while (!text.contains(end)) {
            const auto count = recv(socket, buffer, sizeof buffer, 0);
            if (count <= 0) break;
            text.append(buffer, static_cast<std::size_t>(count));
        }
        return text;
    }
};

}  // namespace

TEST_CASE("a request's head is read, and what is malformed refused") {
    const auto outcome = [](std::string_view text) { return parseRequest(text).outcome; };
    const Parsed parsed =
        parseRequest("GET /a?b HTTP/1.1\r\nHost: x\r\ncontent-length: 12\r\nConnection: close\r\n\r\nbody");
    CHECK(parsed.outcome == ParseOutcome::Complete);
    CHECK(parsed.request.method == "GET");
    CHECK(parsed.request.target == "/a?b");
    CHECK(parsed.request.bodyBytes == 12);
    CHECK_FALSE(parsed.request.keepAlive);
    CHECK(parseRequest("GET / HTTP/1.1\r\n\r\n").request.keepAlive);
    CHECK_FALSE(parseRequest("GET / HTTP/1.0\r\n\r\n").request.keepAlive);
    CHECK(outcome("GET / HTTP/1.1\r\nHost: x\r\n") == ParseOutcome::Incomplete);
    for (const char* bad :
         {"GET /\r\n\r\n", "\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET x HTTP/1.1\r\n\r\n", "G(ET / a HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
          "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        CAPTURE(bad);
        CHECK(outcome(bad) == ParseOutcome::Bad);
    }
    CHECK(outcome("GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n") == ParseOutcome::TooLarge);
    CHECK(outcome(std::string(kMaxHeadBytes, 'x')) == ParseOutcome::TooLarge);
}

TEST_CASE("the server says its version and host, on one connection as often as asked") {
    Running running;
    Client client(running.server.port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        const std::string text = client.read("web-x\n");
        CHECK(text.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(text.contains("version=7"));
    }
    client.send(
        "GET /healthz HTTP/1.1\r\n\r\nGET /none HTTP/1.1\r\n\r\nDELETE / HTTP/1.1\r\nConnection: close\r\n\r\n");
    const std::string rest = client.read();
    CHECK(rest.contains("ok\n"));
    CHECK(rest.contains("404 Not Found"));
    CHECK(rest.contains("405 Method Not Allowed"));
}

TEST_CASE("told to stop, it loses no request") {
    Running running;
    Client slow(running.server.port());
    slow.send("GET / HTTP/1.1\r\nHo");
    Client idle(running.server.port());
    idle.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(idle.read("web-x\n").contains("200 OK"));
    running.stop();
    // It says so once it has heard, and takes connections for a while.
    std::string answer;
    for (int i = 0; i < 10'000 && !answer.contains("Connection: close"); ++i) {
        Client late(running.server.port());
        late.send("GET / HTTP/1.1\r\n\r\n");
        answer = late.read("web-x\n");
        if (!answer.contains("Connection: close")) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK(answer.contains("200 OK"));
    CHECK(answer.contains("Connection: close"));
    slow.send("st: x\r\n\r\n");
    CHECK(slow.read().contains("200 OK"));
    running.now += 600;
    CHECK(idle.read().empty());
}
