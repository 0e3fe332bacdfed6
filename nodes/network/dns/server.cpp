#include "nodes/network/dns/server.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "engine/async/guard.h"
#include "nodes/network/dns/forwarder.h"

namespace armillary::network::dns {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::ip::tcp;
using asio::ip::udp;

constexpr int kMaxConnections = 128;
constexpr auto kIdle = 10s;
constexpr auto kRetry = 1s;

class AsioServer final : public Server {
public:
    AsioServer(ServerOptions options, const Zone& zone)
        : m_options(std::move(options)), m_zone(zone), m_forwarder(m_options.nameServers, m_options.nameServerPort) {
        asio::co_spawn(m_context, run(), asio::detached);
        m_thread = async::Thread("dns", [this](const std::stop_token&) { m_context.run(); });
    }
    ~AsioServer() override { m_context.stop(); }

private:
    /// Listens, and again whenever a socket fails (its interface was remade).
    asio::awaitable<void> run() {
        bool complained = false;
        for (;;) {
            try {
                // Shared with the questions that are under way when the socket fails.
                const auto datagrams = std::make_shared<udp::socket>(m_context);
                tcp::acceptor streams(m_context);
                const std::uint16_t port = bind(*datagrams, streams);
                m_options.listening(port);
                complained = false;
                co_await (receive(datagrams) || accept(streams));
            } catch (const std::exception& error) {
                if (!std::exchange(complained, true))
                    spdlog::warn("cluster DNS waits for {}: {}", m_options.address, error.what());
            }
            asio::steady_timer timer(m_context, kRetry);
            co_await timer.async_wait(asio::use_awaitable);
        }
    }

    std::uint16_t bind(udp::socket& datagrams, tcp::acceptor& streams) {
        const auto address = asio::ip::make_address(m_options.address);
        boost::system::error_code error;
        for (const std::uint16_t port : m_options.ports) {
            boost::system::error_code ignored;
            datagrams.close(ignored);
            streams.close(ignored);
            datagrams.open(udp::v4());
            datagrams.bind({address, port}, error);
            if (error) continue;
            const std::uint16_t taken = datagrams.local_endpoint().port();
            streams.open(tcp::v4());
            streams.set_option(tcp::acceptor::reuse_address(true));
            streams.bind({address, taken}, error);
            if (error) continue;
            streams.listen();
            return taken;
        }
        throw boost::system::system_error(error);
    }

    asio::awaitable<void> receive(std::shared_ptr<udp::socket> shared) {
        udp::socket& socket = *shared;
        Bytes buffer(4096);
        for (;;) {
            udp::endpoint client;
            boost::system::error_code error;
            const std::size_t size = co_await socket.async_receive_from(
                asio::buffer(buffer), client, asio::redirect_error(asio::use_awaitable, error));
            // An earlier answer's client may be gone; that says nothing about this socket.
            if (error == asio::error::connection_refused) continue;
            if (error) throw boost::system::system_error(error);
            auto query = Query::parse(Message(buffer.data(), size));
            if (!query) {
                send(socket, client, query.error());
                continue;
            }
            const Answer local = answer(m_zone, m_options.domain, query->labels(), query->type());
            if (!local.forward && local.chase.empty()) {
                send(socket, client, query->reply(local, m_options.domain, query->udpLimit()));
                continue;
            }
            Bytes message(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
            asio::co_spawn(m_context, forward(shared, client, std::move(*query), std::move(message), local),
                           asio::detached);
        }
    }

    static void send(udp::socket& socket, const udp::endpoint& client, const Bytes& reply) {
        if (reply.empty() || !socket.is_open()) return;
        // Datagrams that find the socket's buffer full are dropped: the client asks again.
        boost::system::error_code ignored;
        socket.send_to(asio::buffer(reply), client, 0, ignored);
    }

    asio::awaitable<void> forward(std::shared_ptr<udp::socket> socket, udp::endpoint client, Query query, Bytes message,
                                  Answer local) {
        Bytes reply = co_await far(query, std::move(message), local, query.udpLimit(), false);
        send(*socket, client, reply);
    }

    /// What the host's resolvers say, or the end of an alias that leads to them.
    asio::awaitable<Bytes> far(const Query& query, Bytes message, Answer local, std::size_t limit, bool overTcp) {
        if (local.forward) {
            Bytes reply = co_await m_forwarder.ask(std::move(message), overTcp);
            if (!reply.empty()) co_return reply;
            local.code = Code::ServerFailure;
            co_return query.reply(local, m_options.domain, limit);
        }
        // The alias stands, whether or not anybody can say where it leads.
        Bytes question = query.questionFor(local.chase, 1);
        Bytes reply = question.empty() ? Bytes() : co_await m_forwarder.ask(std::move(question), overTcp);
        co_return query.reply(local, m_options.domain, limit, reply);
    }

    asio::awaitable<void> accept(tcp::acceptor& acceptor) {
        for (;;) {
            tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
            if (m_connections >= kMaxConnections) continue;
            asio::co_spawn(m_context, serve(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> serve(tcp::socket socket) {
        ++m_connections;
        try {
            while (co_await serveOne(socket)) {
            }
        } catch (const boost::system::system_error&) {
            // The client went away.
        }
        --m_connections;
    }

    asio::awaitable<bool> serveOne(tcp::socket& socket) {
        Bytes message;
        asio::steady_timer timer(m_context, kIdle);
        const auto read = co_await (readMessage(socket, message) || timer.async_wait(asio::use_awaitable));
        if (read.index() != 0) co_return false;
        auto query = Query::parse(message);
        Bytes reply;
        if (!query) {
            reply = query.error();
        } else {
            const Answer local = answer(m_zone, m_options.domain, query->labels(), query->type());
            reply = local.forward || !local.chase.empty()
                        ? co_await far(*query, std::move(message), local, kMaxMessageBytes, true)
                        : query->reply(local, m_options.domain, kMaxMessageBytes);
        }
        if (reply.empty()) co_return false;
        const Bytes length{static_cast<std::uint8_t>(reply.size() >> 8), static_cast<std::uint8_t>(reply.size())};
        const std::array<asio::const_buffer, 2> parts{asio::buffer(length), asio::buffer(reply)};
        timer.expires_after(kIdle);
        const auto written =
            co_await (asio::async_write(socket, parts, asio::use_awaitable) || timer.async_wait(asio::use_awaitable));
        co_return written.index() == 0;
    }

    static asio::awaitable<void> readMessage(tcp::socket& socket, Bytes& message) {
        std::uint8_t length[2];
        co_await asio::async_read(socket, asio::buffer(length), asio::use_awaitable);
        message.resize(static_cast<std::size_t>(length[0]) << 8 | length[1]);
        co_await asio::async_read(socket, asio::buffer(message), asio::use_awaitable);
    }

    const ServerOptions m_options;
    const Zone& m_zone;
    // Above the context, whose end destroys the coroutines that use them.
    Forwarder m_forwarder;
    int m_connections = 0;
    asio::io_context m_context{1};
    async::Thread m_thread;
};

}  // namespace

std::unique_ptr<Server> Server::start(ServerOptions options, const Zone& zone) {
    return std::make_unique<AsioServer>(std::move(options), zone);
}

}  // namespace armillary::network::dns
