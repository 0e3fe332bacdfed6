#include "nodes/agent/endpoint/endpoint.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <format>

#include "engine/async/guard.h"
#include "nodes/agent/endpoint/session.h"

namespace armillary::agent {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 2;
constexpr int kWorkers = 4;
constexpr int kMaxSessions = 512;
/// Ports that are tried behind the one that is wanted.
constexpr int kMorePorts = 100;

class AsioEndpoint final : public Endpoint {
public:
    AsioEndpoint(EndpointConfig config, PodAccess& pods)
        : m_config(std::move(config)), m_tls(m_config), m_context{m_config, pods, m_workers, m_tls} {}

    ~AsioEndpoint() override {
        m_io.stop();
        m_threads.clear();  // joins them
        // Calls under way end before what they call goes.
        m_workers.join();
    }

    std::expected<void, std::string> listen() {
        error_code error;
        const auto address = asio::ip::make_address(m_config.address.empty() ? "0.0.0.0" : m_config.address, error);
        if (error) return std::unexpected(std::format("not an address to listen on: {}", m_config.address));
        if (const auto usable = m_tls.current(); !usable) return std::unexpected(usable.error());
        for (int port = m_config.port; port <= std::min(65535, m_config.port + kMorePorts); ++port) {
            m_acceptor.close(error);
            m_acceptor.open(address.is_v6() ? tcp::v6() : tcp::v4());
            m_acceptor.set_option(tcp::acceptor::reuse_address(true));
            m_acceptor.bind({address, static_cast<std::uint16_t>(port)}, error);
            if (!error) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
            if (!error) break;
        }
        if (error)
            return std::unexpected(
                std::format("cannot listen on {}:{}: {}", m_config.address, m_config.port, error.message()));
        m_port = m_acceptor.local_endpoint().port();
        asio::co_spawn(m_io, accept(), asio::detached);
        for (int i = 0; i < kThreads; ++i)
            m_threads.emplace_back("endpoint", [this](const std::stop_token&) { m_io.run(); });
        return {};
    }

    std::uint16_t port() const override { return m_port; }

private:
    Task<> accept() {
        for (;;) {
            const auto strand = asio::make_strand(m_io);
            tcp::socket socket(strand);
            const auto [error] = co_await m_acceptor.async_accept(socket, kAwait);
            if (error == asio::error::operation_aborted) co_return;
            if (error || m_sessions >= kMaxSessions) {
                // Out of descriptors or sessions: the one too many is closed, and a moment is left for others to end.
                asio::steady_timer timer(m_io, error ? 100ms : 0ms);
                co_await timer.async_wait(kAwait);
                continue;
            }
            ++m_sessions;
            asio::co_spawn(strand, runSession(std::move(socket), m_context),
                           [this](std::exception_ptr) { --m_sessions; });
        }
    }

    const EndpointConfig m_config;
    TlsContexts m_tls;
    // Above the context, whose end destroys the sessions that use them.
    asio::thread_pool m_workers{kWorkers};
    SessionContext m_context;
    std::atomic<int> m_sessions{0};
    std::uint16_t m_port = 0;
    asio::io_context m_io{kThreads};
    tcp::acceptor m_acceptor{m_io};
    std::vector<async::Thread> m_threads;
};

}  // namespace

std::expected<std::unique_ptr<Endpoint>, std::string> Endpoint::start(EndpointConfig config, PodAccess& pods) {
    auto endpoint = std::make_unique<AsioEndpoint>(std::move(config), pods);
    if (auto listening = endpoint->listen(); !listening) return std::unexpected(listening.error());
    return endpoint;
}

}  // namespace armillary::agent
