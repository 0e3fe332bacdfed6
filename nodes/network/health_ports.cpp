#include "nodes/network/health_ports.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <format>
#include <mutex>

#include "engine/async/guard.h"

namespace armillary::network {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::ip::tcp;

constexpr int kMaxConnections = 64;
constexpr std::size_t kMaxHeadBytes = 8192;
constexpr auto kPatience = 5s;

class AsioHealthPorts final : public HealthPorts {
public:
    explicit AsioHealthPorts(std::string address) : m_address(std::move(address)) {}
    ~AsioHealthPorts() override { stop(); }

    void replace(std::map<std::string, HealthPort> wanted) override {
        if (wanted.empty()) stop();
        {
            const std::lock_guard lock(m_mutex);
            m_wanted = std::move(wanted);
            if (m_wanted.empty()) return;
        }
        if (!m_thread.joinable()) {
            m_context.restart();
            m_thread = async::Thread("health-ports", [this](const std::stop_token&) {
                const auto work = asio::make_work_guard(m_context);
                m_context.run();
            });
        }
        asio::post(m_context, [this] { listen(); });
    }

private:
    void stop() {
        m_context.stop();
        m_thread.stop();
        // Closed, for the coroutines that wait for them live on in the context.
        boost::system::error_code ignored;
        for (auto& [owner, acceptor] : m_acceptors) acceptor->close(ignored);
        m_acceptors.clear();
    }

    std::map<std::string, HealthPort> wantedNow() {
        const std::lock_guard lock(m_mutex);
        return m_wanted;
    }

    /// In the thread, as all below.
    void listen() {
        const auto wanted = wantedNow();
        std::erase_if(m_acceptors, [&](auto& entry) {
            const auto it = wanted.find(entry.first);
            if (it != wanted.end() && it->second.port == entry.second->local_endpoint().port()) return false;
            boost::system::error_code ignored;
            entry.second->close(ignored);
            return true;
        });
        for (const auto& [owner, port] : wanted) {
            if (m_acceptors.contains(owner)) continue;
            try {
                const tcp::endpoint endpoint(asio::ip::make_address(m_address), port.port);
                auto acceptor = std::make_shared<tcp::acceptor>(m_context, endpoint);
                m_acceptors[owner] = acceptor;
                asio::co_spawn(m_context, accept(std::move(acceptor), owner), asio::detached);
            } catch (const boost::system::system_error& error) {
                spdlog::warn("failed to start healthcheck \"{}/{}\" on port {}: {}", port.namespace_, port.name,
                             port.port, error.code().message());
            }
        }
    }

    asio::awaitable<void> accept(std::shared_ptr<tcp::acceptor> acceptor, std::string owner) {
        for (;;) {
            boost::system::error_code error;
            tcp::socket socket = co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (!acceptor->is_open()) co_return;
            if (error) {
                asio::steady_timer pause(m_context, 1s);
                co_await pause.async_wait(asio::use_awaitable);
            } else if (m_connections < kMaxConnections) {
                asio::co_spawn(m_context, serve(std::move(socket), owner), asio::detached);
            }
        }
    }

    asio::awaitable<void> serve(tcp::socket socket, std::string owner) {
        struct Count {
            int& count;
            explicit Count(int& c) : count(++c) {}
            ~Count() { --count; }
        } count(m_connections);
        asio::steady_timer timer(m_context, kPatience);
        try {
            co_await (answer(socket, owner) || timer.async_wait(asio::use_awaitable));
        } catch (const boost::system::system_error&) {
            // The client went away.
        }
    }

    asio::awaitable<void> answer(tcp::socket& socket, const std::string& owner) {
        std::string head;
        co_await asio::async_read_until(socket, asio::dynamic_buffer(head, kMaxHeadBytes), "\r\n\r\n",
                                        asio::use_awaitable);
        const auto wanted = wantedNow();
        const auto it = wanted.find(owner);
        if (it == wanted.end()) co_return;
        const std::string reply = healthAnswer(it->second);
        co_await asio::async_write(socket, asio::buffer(reply), asio::use_awaitable);
        boost::system::error_code ignored;
        socket.shutdown(tcp::socket::shutdown_send, ignored);
    }

    const std::string m_address;
    std::mutex m_mutex;
    std::map<std::string, HealthPort> m_wanted;
    // Above the context, whose end destroys the coroutines that use them.
    int m_connections = 0;
    asio::io_context m_context{1};
    std::map<std::string, std::shared_ptr<tcp::acceptor>> m_acceptors;
    async::Thread m_thread;
};

}  // namespace

std::string healthAnswer(const HealthPort& port) {
    const std::string body = std::format(
        "{{\n\t\"service\": {{\n\t\t\"namespace\": \"{}\",\n\t\t\"name\": \"{}\"\n\t}},\n\t\"localEndpoints\": {},\n"
        "\t\"serviceProxyHealthy\": true\n}}",
        port.namespace_, port.name, port.localEndpoints);
    return std::format(
        "HTTP/1.1 {}\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\n"
        "X-Load-Balancing-Endpoint-Weight: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
        port.localEndpoints > 0 ? "200 OK" : "503 Service Unavailable", port.localEndpoints, body.size(), body);
}

std::unique_ptr<HealthPorts> HealthPorts::create(std::string address) {
    return std::make_unique<AsioHealthPorts>(std::move(address));
}

}  // namespace armillary::network
