#include "engine/server/listener.h"

#include <netinet/tcp.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <condition_variable>
#include <set>
#include <system_error>

#include "engine/async/guard.h"
#include "engine/server/http/session.h"

namespace armillary::server {
namespace {

using namespace http;

constexpr std::chrono::seconds kStopTime{5};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::chrono::seconds kSweepPeriod{1};
/// How long a peer may take nothing while others find no room for their answers.
constexpr std::chrono::seconds kPressedPatience{2};

/// Finds peers that are gone without a word: two minutes without an answer end a connection.
void setSocketOptions(Tcp::socket& socket) {
    const auto set = [&](int level, int option, int value) {
        setsockopt(socket.native_handle(), level, option, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 60);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 20);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(IPPROTO_TCP, TCP_NODELAY, 1);
}

std::string cannotListen(const ListenerConfig& config, const ErrorCode& error) {
    const std::string where = config.address + ":" + std::to_string(config.port);
    if (error == asio::error::address_in_use)
        return "cannot listen on " + where +
               ": the port is in use; stop the program that has it, or choose another port with --listen";
    return "cannot listen on " + where + ": " + error.message() + "; choose another address with --listen";
}

/// The sessions that are alive, so that they can be told to end and waited for.
class Registry {
public:
    bool add(const std::shared_ptr<Session>& session, std::size_t limit) {
        const std::scoped_lock lock(m_mutex);
        if (m_sessions.size() >= limit) return false;
        m_sessions.insert(session);
        return true;
    }
    void remove(const std::shared_ptr<Session>& session) {
        const std::scoped_lock lock(m_mutex);
        m_sessions.erase(session);
        m_changed.notify_all();
    }
    void abortStalled(std::chrono::seconds patience) {
        const auto now = std::chrono::steady_clock::now();
        forEach([now, patience](Session& session) {
            if (session.isStalled(now, patience)) session.abort();
        });
    }
    void stopAll() {
        forEach([](Session& session) { session.stop(); });
        std::unique_lock lock(m_mutex);
        const auto empty = [this] { return m_sessions.empty(); };
        if (m_changed.wait_for(lock, kStopTime, empty)) return;
        for (const auto& session : m_sessions) session->abort();
        m_changed.wait(lock, empty);
    }

private:
    template <class Function>
    void forEach(Function function) {
        const std::scoped_lock lock(m_mutex);
        for (const auto& session : m_sessions) function(*session);
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<std::shared_ptr<Session>> m_sessions;
};

class TlsListener final : public Listener {
public:
    TlsListener(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)), m_acceptor(asio::make_strand(m_io)) {}

    ~TlsListener() override {
        asio::post(m_acceptor.get_executor(), [this] {
            ErrorCode ignored;
            m_acceptor.close(ignored);
            m_sweep.cancel();
        });
        m_registry.stopAll();
        m_work.reset();
        m_io.stop();
        m_threads.clear();
        // A worker may still hold the executor of a session that it has answered.
        m_shared->workers.stop();
    }

    std::expected<void, std::string> open() {
        const ListenerConfig& config = m_shared->config;
        ErrorCode error;
        const auto address = asio::ip::make_address(config.address, error);
        if (error) return std::unexpected("\"" + config.address + "\" is not an IP address to listen on");
        const Tcp::endpoint endpoint(address, config.port);
        m_acceptor.open(endpoint.protocol(), error);
        if (!error) m_acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
        if (!error) m_acceptor.bind(endpoint, error);
        if (!error) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error) return std::unexpected(cannotListen(config, error));
        m_port = m_acceptor.local_endpoint().port();
        asio::co_spawn(m_acceptor.get_executor(), acceptAll(), asio::detached);
        asio::co_spawn(m_acceptor.get_executor(), sweep(), asio::detached);
        return startThreads();
    }

    std::uint16_t port() const override { return m_port; }

private:
    /// Fewer than asked for will do.
    std::expected<void, std::string> startThreads() {
        try {
            for (unsigned i = 0; i < std::max(m_shared->config.ioThreads, 1u); ++i)
                m_threads.emplace_back("api-io", [this](const std::stop_token&) { serve(); });
        } catch (const std::system_error& failed) {
            if (m_threads.empty()) return std::unexpected(std::string("cannot start a thread: ") + failed.what());
        }
        return {};
    }

    /// An exception out of one handler is the end of that one alone.
    void serve() {
        while (!async::guarded("listener", [this] { m_io.run(); })) {
        }
    }

    asio::awaitable<void> sweep() {
        while (m_acceptor.is_open()) {
            m_sweep.expires_after(kSweepPeriod);
            const auto [stopped] = co_await m_sweep.async_wait(kTuple);
            if (stopped) co_return;
            const ListenerConfig& config = m_shared->config;
            const bool pressed = m_shared->inFlight->wasPressed();
            async::guarded("listener", [&] {
                m_registry.abortStalled(pressed ? std::min(config.writeTimeout, kPressedPatience)
                                                : config.writeTimeout);
            });
        }
    }

    asio::awaitable<void> acceptAll() {
        while (m_acceptor.is_open()) {
            auto [error, socket] =
                co_await m_acceptor.async_accept(asio::any_io_executor(asio::make_strand(m_io)), kTuple);
            if (error == asio::error::operation_aborted) co_return;
            if (error) {
                // Out of descriptors, most likely: those who are served go on, and give some back.
                asio::steady_timer pause(m_acceptor.get_executor(), kAcceptPause);
                co_await pause.async_wait(kTuple);
                continue;
            }
            setSocketOptions(socket);
            async::guarded("listener", [&] { start(std::move(socket)); });
        }
    }

    void start(Tcp::socket socket) {
        const auto executor = socket.get_executor();
        auto session = std::make_shared<Session>(std::move(socket), m_shared);
        if (!m_registry.add(session, m_shared->config.maxConnections)) return;
        const auto ended = [this, session](const std::exception_ptr& failed) {
            if (failed) {
                async::guarded("connection", [&] { std::rethrow_exception(failed); });
                session->abort();
            }
            m_registry.remove(session);
        };
        if (!async::guarded("connection", [&] { asio::co_spawn(executor, session->run(), ended); }))
            m_registry.remove(session);
    }

    const std::shared_ptr<Shared> m_shared;
    asio::io_context m_io;
    asio::executor_work_guard<asio::io_context::executor_type> m_work = asio::make_work_guard(m_io);
    Tcp::acceptor m_acceptor;
    asio::steady_timer m_sweep{m_acceptor.get_executor()};
    Registry m_registry;
    std::vector<async::Thread> m_threads;
    std::uint16_t m_port = 0;
};

}  // namespace

std::expected<std::unique_ptr<Listener>, std::string> Listener::start(ListenerConfig config, Api& api) {
    auto serverTls = makeServerTls(config);
    if (!serverTls) return std::unexpected(serverTls.error());
    auto clientTls = makeClientTls(config);
    if (!clientTls) return std::unexpected(clientTls.error());
    auto shared = std::make_shared<Shared>(std::move(config), api, std::move(*serverTls), std::move(*clientTls));
    auto listener = std::make_unique<TlsListener>(std::move(shared));
    if (auto opened = listener->open(); !opened) return std::unexpected(opened.error());
    return listener;
}

}  // namespace armillary::server
