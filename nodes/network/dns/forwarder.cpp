#include "nodes/network/dns/forwarder.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

namespace armillary::network::dns {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::ip::tcp;
using asio::ip::udp;

constexpr int kMaxUnderWay = 512;
constexpr int kRounds = 2;
constexpr auto kPatience = 1200ms;
constexpr auto kRereadSeconds = 5;

asio::awaitable<void> wait(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<Bytes> askUdp(udp::endpoint server, const Bytes& query) {
    // A socket for each question: its port is as hard to guess as the id.
    udp::socket socket(co_await asio::this_coro::executor, server.protocol());
    co_await socket.async_connect(server, asio::use_awaitable);
    co_await socket.async_send(asio::buffer(query), asio::use_awaitable);
    Bytes reply(4096);
    for (;;) {
        const std::size_t size = co_await socket.async_receive(asio::buffer(reply), asio::use_awaitable);
        if (!isReplyTo(Message(reply.data(), size), query)) continue;
        reply.resize(size);
        co_return reply;
    }
}

asio::awaitable<Bytes> askTcp(tcp::endpoint server, const Bytes& query) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, asio::use_awaitable);
    Bytes framed{static_cast<std::uint8_t>(query.size() >> 8), static_cast<std::uint8_t>(query.size())};
    framed.insert(framed.end(), query.begin(), query.end());
    co_await asio::async_write(socket, asio::buffer(framed), asio::use_awaitable);
    std::uint8_t length[2];
    co_await asio::async_read(socket, asio::buffer(length), asio::use_awaitable);
    Bytes reply(static_cast<std::size_t>(length[0]) << 8 | length[1]);
    co_await asio::async_read(socket, asio::buffer(reply), asio::use_awaitable);
    co_return isReplyTo(reply, query) ? reply : Bytes();
}

/// Empty at once when the server refuses: an exception would make the caller wait its patience out.
asio::awaitable<Bytes> attempt(std::string server, std::uint16_t port, Bytes query, bool overTcp) {
    try {
        const auto address = asio::ip::make_address(server);
        if (overTcp) co_return co_await askTcp({address, port}, query);
        co_return co_await askUdp({address, port}, query);
    } catch (const boost::system::system_error&) {
        co_return Bytes();
    }
}

}  // namespace

const std::vector<std::string>& Forwarder::servers() {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    if (m_readAt == 0 || now - m_readAt >= kRereadSeconds) {
        m_servers = m_read();
        m_readAt = now;
    }
    return m_servers;
}

asio::awaitable<Bytes> Forwarder::askOne(std::string server, Bytes query, bool overTcp) {
    auto first = co_await (attempt(std::move(server), m_port, std::move(query), overTcp) || wait(kPatience));
    co_return first.index() == 0 ? std::get<0>(std::move(first)) : Bytes();
}

asio::awaitable<Bytes> Forwarder::ask(Bytes query, bool overTcp) {
    if (query.size() < 2 || m_underWay >= kMaxUnderWay) co_return Bytes();
    ++m_underWay;
    struct Leave {
        int& count;
        ~Leave() { --count; }
    } leave{m_underWay};
    const std::uint8_t id[2] = {query[0], query[1]};
    const auto fresh = m_random();
    query[0] = static_cast<std::uint8_t>(fresh >> 8);
    query[1] = static_cast<std::uint8_t>(fresh);
    const std::vector<std::string> servers = this->servers();
    for (int round = 0; round < kRounds; ++round) {
        for (const std::string& server : servers) {
            Bytes reply = co_await askOne(server, query, overTcp);
            if (reply.size() < 2) continue;
            reply[0] = id[0];
            reply[1] = id[1];
            co_return reply;
        }
    }
    co_return Bytes();
}

}  // namespace armillary::network::dns
