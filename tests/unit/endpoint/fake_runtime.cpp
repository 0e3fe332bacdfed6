#include "tests/unit/endpoint/fake_runtime.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>

namespace armillary::test {
namespace {

namespace spdy = agent::spdy;

bool send(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// One session's streams by their id.
struct Streams {
    spdy::Encoder encoder;
    std::map<std::uint32_t, std::string> types;

    std::uint32_t find(std::string_view type) const {
        for (const auto& [id, each] : types) {
            if (each == type) return id;
        }
        return 0;
    }
};

}  // namespace

FakeRuntime::FakeRuntime() : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
    listen(m_socket, 16);
    socklen_t size = sizeof address;
    getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { accept(); });
}

FakeRuntime::~FakeRuntime() {
    m_stop = true;
    m_thread.join();
    for (std::thread& session : m_sessions) session.join();
    close(m_socket);
}

std::string FakeRuntime::lastHead() {
    const std::lock_guard lock(m_mutex);
    return m_head;
}

void FakeRuntime::accept() {
    while (!m_stop) {
        pollfd polled{m_socket, POLLIN, 0};
        if (poll(&polled, 1, 20) != 1) continue;
        const int connection = accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        const timeval limit{.tv_sec = 10, .tv_usec = 0};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        m_sessions.emplace_back([this, connection] {
            serve(connection);
            close(connection);
        });
    }
}

void FakeRuntime::serve(int connection) {
    std::string input;
    char buffer[65536];
    const auto receive = [&] {
        const ssize_t count = recv(connection, buffer, sizeof buffer, 0);
        if (count > 0) input.append(buffer, static_cast<std::size_t>(count));
        return count > 0;
    };
    while (!input.contains("\r\n\r\n")) {
        if (!receive()) return;
    }
    const auto end = input.find("\r\n\r\n") + 4;
    {
        const std::lock_guard lock(m_mutex);
        m_head = input.substr(0, end);
    }
    input.erase(0, end);
    if (refuses) {
        send(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 17\r\n\r\nno such container");
        return;
    }
    send(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n");

    const bool isExec = !lastHead().contains("/portforward/");
    Streams streams;
    spdy::Decoder decoder;
    bool ended = false;
    while (!ended) {
        decoder.feed(input);
        input.clear();
        for (auto frame = decoder.next(); frame && *frame; frame = decoder.next()) {
            const spdy::Frame& got = **frame;
            if (got.type == spdy::FrameType::SynStream) {
                streams.types[got.stream] = got.headers.front().second;
                send(connection, streams.encoder.synReply(got.stream, {}));
                ended |= isExec && streams.types.size() == streamsOfCommand && outputBytes + dies > 0;
            } else if (got.type == spdy::FrameType::Data &&
                       (streams.types[got.stream] == "stdin" || streams.types[got.stream] == "data")) {
                const std::uint32_t to = isExec ? streams.find("stdout") : got.stream;
                if (!got.data.empty()) send(connection, spdy::Encoder::data(to, got.data, !isExec));
                ended |= got.fin || (!isExec && !got.data.empty());
            }
        }
        if (!ended && !receive()) return;
    }
    if (dies) return;
    for (std::size_t left = outputBytes; left > 0;) {
        const std::size_t size = std::min<std::size_t>(left, 32768);
        if (!send(connection, spdy::Encoder::data(streams.find("stdout"), std::string(size, 'x'), false))) return;
        left -= size;
    }
    if (!isExec) {
        send(connection, spdy::Encoder::data(streams.find("error"), "", true));
        return;
    }
    if (streams.find("stderr") != 0) send(connection, spdy::Encoder::data(streams.find("stderr"), "done", true));
    send(connection, spdy::Encoder::data(streams.find("error"), R"({"metadata":{},"status":"Success"})", true));
}

}  // namespace armillary::test
