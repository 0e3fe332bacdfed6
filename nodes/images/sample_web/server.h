#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <string>

#include "nodes/images/sample_web/request.h"

namespace armillary::sample {

/// Since some moment, never backwards.
std::int64_t monotonicMilliseconds();

/// A small HTTP/1.1 server on one thread. Told to stop, it goes on accepting for a short while, because connections
/// still arrive until every node has forgotten the pod's address; it answers what it has and closes each connection
/// with the answer.
class Server {
public:
    struct Options {
        std::uint16_t port = 8080;
        std::string version;   ///< shown as "version=…"
        std::string hostName;  ///< shown too
        std::function<std::int64_t()> now = monotonicMilliseconds;
    };

    explicit Server(Options options) : m_options(std::move(options)) {}
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// False, with errno set, when the port cannot be had. Port 0 takes any.
    bool listen();
    std::uint16_t port() const { return m_options.port; }
    /// Serves until `signals` (a signalfd for SIGTERM, SIGINT and SIGCHLD) brings a request to stop and the connections
    /// have drained. Children are reaped.
    void run(int signals);

private:
    struct Connection {
        int socket = -1;
        std::string peer, input, output;
        std::size_t bodyLeft = 0;
        bool closing = false;  ///< once the output is written
        std::int64_t deadline = 0;
    };

    void accept();
    /// False when the connection is over.
    bool receive(Connection& connection);
    bool send(Connection& connection);
    void consume(Connection& connection);
    void answer(Connection& connection, const Request& request);
    void refuse(Connection& connection, int code, const char* reason);
    void reply(Connection& connection, int code, const char* reason, const std::string& body, bool withBody);
    bool readSignals(int signals);
    void endIdle();

    Options m_options;
    int m_socket = -1;
    bool m_stopping = false;
    std::int64_t m_stopAccepting = 0, m_stopAll = 0;
    std::list<Connection> m_connections;
};

}  // namespace armillary::sample
