#include "nodes/images/sample_web/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <vector>

namespace armillary::sample {
namespace {

constexpr std::size_t kMaxConnections = 1000;
constexpr std::int64_t kIdleMilliseconds = 60'000;
// The whole drain stays under the second after which the process is promised to be gone.
constexpr std::int64_t kKeepAcceptingMilliseconds = 500;
constexpr std::int64_t kDrainMilliseconds = 850;

std::string textOf(const sockaddr_in& address) {
    char text[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    return text;
}

void log(const std::string& peer, const std::string& what, int code) {
    char time[32] = "";
    const time_t seconds = ::time(nullptr);
    tm parts{};
    gmtime_r(&seconds, &parts);
    strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", &parts);
    std::printf("%s %s \"%s\" %d\n", time, peer.c_str(), what.c_str(), code);
    std::fflush(stdout);
}

}  // namespace

Server::~Server() {
    for (Connection& connection : m_connections) close(connection.socket);
    if (m_socket >= 0) close(m_socket);
}

std::int64_t monotonicMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

bool Server::listen() {
    m_socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_socket < 0) return false;
    const int on = 1;
    setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_options.port);
    if (bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
    socklen_t size = sizeof address;
    if (getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
    m_options.port = ntohs(address.sin_port);
    return ::listen(m_socket, 511) == 0;
}

void Server::run(int signals) {
    for (;;) {
        if (m_stopping) {
            endIdle();
            if (m_options.now() >= m_stopAll || (m_socket < 0 && m_connections.empty())) return;
        }
        std::vector<pollfd> polled{{signals, POLLIN, 0}};
        const bool accepting = m_socket >= 0 && m_connections.size() < kMaxConnections;
        polled.push_back({accepting ? m_socket : -1, POLLIN, 0});
        for (const Connection& connection : m_connections) {
            polled.push_back({connection.socket, static_cast<short>(connection.output.empty() ? POLLIN : POLLOUT), 0});
        }
        if (poll(polled.data(), polled.size(), m_stopping ? 20 : 1000) < 0 && errno != EINTR) return;
        auto result = polled.begin() + 2;
        for (auto it = m_connections.begin(); it != m_connections.end(); ++result) {
            bool alive = m_options.now() < it->deadline;
            if (alive && (result->revents & POLLOUT) != 0) {
                alive = send(*it);
            } else if (alive && result->revents != 0) {
                alive = receive(*it);
            }
            if (alive) {
                ++it;
            } else {
                close(it->socket);
                it = m_connections.erase(it);
            }
        }
        if ((polled[1].revents & POLLIN) != 0) accept();
        if ((polled[0].revents & POLLIN) != 0 && readSignals(signals) && !m_stopping) {
            m_stopping = true;
            m_stopAccepting = m_options.now() + kKeepAcceptingMilliseconds;
            m_stopAll = m_options.now() + kDrainMilliseconds;
        }
    }
}

/// While stopping: ends the time of accepting, and then closes the connections on which nothing has been asked.
void Server::endIdle() {
    if (m_socket < 0 || m_options.now() < m_stopAccepting) return;
    accept();  // what had already arrived is still answered
    close(m_socket);
    m_socket = -1;
    for (Connection& connection : m_connections) {
        if (connection.input.empty() && connection.output.empty() && connection.bodyLeft == 0) {
            // A request that has reached the socket but was not read yet is answered, not reset.
            if (!receive(connection) || (connection.input.empty() && connection.output.empty()))
                connection.deadline = 0;
        }
    }
}

void Server::accept() {
    while (m_connections.size() < kMaxConnections) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        const int socket = accept4(m_socket, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) return;
        m_connections.push_back(
            {.socket = socket, .peer = textOf(peer), .deadline = m_options.now() + kIdleMilliseconds});
    }
}

bool Server::receive(Connection& connection) {
    char buffer[16384];
    const ssize_t count = recv(connection.socket, buffer, sizeof buffer, 0);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    if (count == 0) return false;
    connection.input.append(buffer, static_cast<std::size_t>(count));
    consume(connection);
    return connection.output.empty() || send(connection);
}

/// Answers the requests that are whole. The input is bounded: a head by the parser, a body is dropped as it comes.
void Server::consume(Connection& connection) {
    while (!connection.closing) {
        const std::size_t dropped = std::min(connection.bodyLeft, connection.input.size());
        connection.input.erase(0, dropped);
        connection.bodyLeft -= dropped;
        if (connection.bodyLeft > 0 || connection.input.empty()) return;
        const Parsed parsed = parseRequest(connection.input);
        switch (parsed.outcome) {
            case ParseOutcome::Incomplete:
                return;
            case ParseOutcome::Bad:
                return refuse(connection, 400, "Bad Request");
            case ParseOutcome::TooLarge:
                return refuse(connection, 413, "Content Too Large");
            case ParseOutcome::Complete:
                break;
        }
        connection.input.erase(0, parsed.headBytes);
        connection.bodyLeft = parsed.request.bodyBytes;
        connection.deadline = m_options.now() + kIdleMilliseconds;
        answer(connection, parsed.request);
    }
}

void Server::answer(Connection& connection, const Request& request) {
    if (!request.keepAlive || m_stopping) connection.closing = true;
    const bool isHead = request.method == "HEAD";
    const std::string path = request.target.substr(0, request.target.find('?'));
    int code = 200;
    const char* reason = "OK";
    std::string body;
    if (request.method != "GET" && !isHead) {
        code = 405, reason = "Method Not Allowed", body = "method not allowed\n";
    } else if (path == "/") {
        body = "version=" + m_options.version + "\nhost=" + m_options.hostName + "\n";
    } else if (path == "/healthz") {
        body = "ok\n";
    } else {
        code = 404, reason = "Not Found", body = "not found\n";
    }
    log(connection.peer, request.method + " " + path.substr(0, 200), code);
    reply(connection, code, reason, body, !isHead);
}

void Server::refuse(Connection& connection, int code, const char* reason) {
    log(connection.peer, "-", code);
    connection.closing = true;
    connection.input.clear();
    reply(connection, code, reason, std::string(reason) + "\n", true);
}

void Server::reply(Connection& connection, int code, const char* reason, const std::string& body, bool withBody) {
    connection.output +=
        "HTTP/1.1 " + std::to_string(code) + " " + reason +
        "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
        (code == 405 ? "\r\nAllow: GET, HEAD" : "") + (connection.closing ? "\r\nConnection: close" : "") + "\r\n\r\n" +
        (withBody ? body : "");
}

bool Server::send(Connection& connection) {
    while (!connection.output.empty()) {
        const ssize_t count =
            ::send(connection.socket, connection.output.data(), connection.output.size(), MSG_NOSIGNAL);
        if (count < 0) return errno == EAGAIN || errno == EINTR;
        connection.output.erase(0, static_cast<std::size_t>(count));
    }
    return !connection.closing;
}

/// True when one of the signals asks to stop.
bool Server::readSignals(int signals) {
    bool stop = false;
    signalfd_siginfo info{};
    while (read(signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo != SIGCHLD) stop = true;
    }
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    return stop;
}

}  // namespace armillary::sample
