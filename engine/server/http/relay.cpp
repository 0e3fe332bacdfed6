#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>

#include "engine/server/http/html_links.h"
#include "engine/server/http/message.h"
#include "engine/server/http/proxied_page.h"
#include "engine/server/http/session.h"
#include "engine/server/http/tls.h"
#include "engine/transport/endpoint.h"

namespace armillary::server::http {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr std::chrono::seconds kConnectTime{10}, kHandshakeTime{10};
/// How long the other direction may go on after the client has ended.
constexpr std::chrono::seconds kGraceTime{30};
constexpr std::size_t kPumpBytes = 16u << 10;
constexpr std::size_t kMaxHeadBytes = 64u << 10;
/// How long a page may take to come whole; after that it is passed on as it is.
constexpr std::chrono::seconds kPageTime{30};

Status dialError(const ProxyReply& proxy, const std::string& why) {
    const std::string sentence = "dial tcp " + proxy.host + ":" + std::to_string(proxy.port) + ": " + why;
    if (proxy.tls && !proxy.trust) return status::internalError("error dialing backend: " + sentence);
    return status::serviceUnavailable("error trying to reach service: " + sentence);
}

asio::awaitable<ErrorCode> connect(TcpStream& stream, const ProxyReply& proxy) {
    stream.expires_after(kConnectTime);
    ErrorCode error;
    const auto address = asio::ip::make_address(proxy.host, error);
    if (!error) {
        std::tie(error) = co_await stream.async_connect(Tcp::endpoint(address, proxy.port), kTuple);
    } else {
        Tcp::resolver resolver(stream.get_executor());
        auto [failed, endpoints] = co_await resolver.async_resolve(proxy.host, std::to_string(proxy.port), kTuple);
        if (failed) co_return failed;
        auto [refused, endpoint] = co_await stream.async_connect(endpoints, kTuple);
        error = refused;
    }
    if (!error) stream.socket().set_option(Tcp::no_delay(true), error);
    co_return error;
}

void halfClose(TlsStream& stream) {
    ErrorCode ignored;
    stream.next_layer().socket().shutdown(Tcp::socket::shutdown_send, ignored);
}
void halfClose(TcpStream& stream) {
    ErrorCode ignored;
    stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
}

/// What the two directions of a relay know of each other. cancel() reaches only what is pending: who comes from a write
/// looks here before he reads on.
struct Ends {
    bool upstreamEnded = false;
};

/// Carries bytes one way until the reader ends, or nobody wants more; true when it ended rather than failed to write.
template <class From, class To>
asio::awaitable<bool> pump(From& from, To& to, const Ends& ends, std::chrono::seconds writeTimeout) {
    std::string buffer(kPumpBytes, '\0');
    while (true) {
        // Each time, since a write of the other direction may have set a deadline on this stream. Whoever has nothing
        // to say may be silent for hours: a shell, a log that is followed.
        beast::get_lowest_layer(from).expires_never();
        const auto [error, size] = co_await from.async_read_some(asio::buffer(buffer), kTuple);
        if (size > 0 && !co_await writeAll(to, std::string_view(buffer).substr(0, size), writeTimeout)) co_return false;
        if (error || ends.upstreamEnded) co_return true;
    }
}

/// Both directions, until the other side has ended, or the client has and the grace time is over. `answer` passes the
/// beginning of the other side's answer on, and says whether there is more to come.
template <class Upstream, class Answer>
asio::awaitable<void> splice(TlsStream& client, Upstream& upstream, std::chrono::seconds writeTimeout, Answer answer) {
    asio::steady_timer grace(client.get_executor());
    Ends ends;
    const auto fromClient = [&](this auto) -> asio::awaitable<void> {
        const bool ended = co_await pump(client, upstream, ends, writeTimeout);
        if (ends.upstreamEnded) co_return;
        // A client whose connection was closed here takes nothing more.
        if (ended && client.next_layer().socket().is_open()) {
            halfClose(upstream);
            grace.expires_after(kGraceTime);
            const auto [stopped] = co_await grace.async_wait(kTuple);
            if (stopped) co_return;
        }
        beast::get_lowest_layer(upstream).close();
    };
    const auto fromUpstream = [&](this auto) -> asio::awaitable<void> {
        const bool more = co_await answer();
        const bool ended = !more || co_await pump(upstream, client, ends, writeTimeout);
        ends.upstreamEnded = true;
        grace.cancel();
        // Nothing can follow: the client's side need not be read any further, and what it still sends goes nowhere.
        beast::get_lowest_layer(upstream).close();
        if (ended)
            client.next_layer().cancel();
        else
            client.next_layer().close();
    };
    co_await (fromClient() && fromUpstream());
}

/// Reads a page until it is whole; nothing when it is too large or too slow, or cannot be decoded.
template <class Upstream>
asio::awaitable<std::optional<std::string>> readPage(Upstream& upstream, ProxiedPage& page) {
    std::string buffer(kPumpBytes, '\0');
    beast::get_lowest_layer(upstream).expires_after(kPageTime);
    auto body = page.body(false);
    while (!body && page.size() <= kMaxPageBytes) {
        const auto [error, size] = co_await upstream.async_read_some(asio::buffer(buffer), kTuple);
        page.add(std::string_view(buffer).substr(0, size));
        body = page.body(static_cast<bool>(error));
        if (error) break;
    }
    co_return body;
}

/// The head that the client gets of the one that came.
std::string answerHead(std::string_view head, const ProxyReply& proxy, const Request& request) {
    std::string out =
        proxy.stripPrefix.empty() ? std::string(head) : withLocationPrefix(head, proxy.stripPrefix, authorityOf(proxy));
    return isUpgrade(request) ? out : withHeaders(out, proxy.answerHeaders);
}

/// Reads the answer's head, for what is this server's to say in it, and so that a redirect, and the links of a page,
/// can be led back through the proxy.
template <class Upstream>
asio::awaitable<bool> forwardHead(TlsStream& client, Upstream& upstream, const ProxyReply& proxy,
                                  const Request& request, std::chrono::seconds timeout) {
    std::string head;
    beast::get_lowest_layer(upstream).expires_never();
    const auto [error, size] =
        co_await asio::async_read_until(upstream, asio::dynamic_buffer(head, kMaxHeadBytes), "\r\n\r\n", kTuple);
    if (error) co_return !head.empty() && co_await writeAll(client, head, timeout);
    const std::string host = authorityOf(proxy);
    ProxiedPage page(answerHead(std::string_view(head).substr(0, size), proxy, request));
    page.add(std::string_view(head).substr(size));
    const bool leadsBack = !proxy.stripPrefix.empty() && page.isHtml();
    if (!leadsBack || request.method == "HEAD" || isUpgrade(request))
        co_return co_await writeAll(client, page.asItCame(), timeout);
    const auto body = co_await readPage(upstream, page);
    if (!body) co_return co_await writeAll(client, page.asItCame(), timeout);
    co_await writeAll(client, page.with(proxiedHtml(*body, proxy.stripPrefix, host)), timeout);
    co_return false;
}

template <class Upstream>
asio::awaitable<std::optional<Status>> carry(TlsStream& client, Upstream& upstream, const std::string& early,
                                             const ProxyReply& proxy, const Request& request,
                                             std::chrono::seconds timeout) {
    if (!co_await writeAll(upstream, proxiedHead(request, proxy) + request.body + early, timeout))
        co_return dialError(proxy, "the request could not be sent");
    const bool readsHead = !proxy.stripPrefix.empty() || !proxy.answerHeaders.empty();
    // Beside the client's direction, so that a client that goes is noticed while the other side thinks.
    const auto answer = [&](this auto) -> asio::awaitable<bool> {
        co_return !readsHead || co_await forwardHead(client, upstream, proxy, request, timeout);
    };
    co_await splice(client, upstream, timeout, answer);
    co_return std::nullopt;
}

/// The handshake with the cluster's own agents, or with whom the reply says.
asio::awaitable<std::string> greet(TlsStream& upstream, const ProxyReply& proxy, const transport::Config& config) {
    const auto complaint = std::make_shared<std::string>();
    if (proxy.trust) {
        transport::expectServer(upstream, config, {.host = proxy.serverName}, complaint);
    } else {
        SSL_set_tlsext_host_name(upstream.native_handle(), proxy.serverName.c_str());
        SSL_set1_host(upstream.native_handle(), proxy.serverName.c_str());
    }
    upstream.next_layer().expires_after(kHandshakeTime);
    const auto [error] = co_await upstream.async_handshake(asio::ssl::stream_base::client, kTuple);
    if (!error && !proxy.trust && !isNode(upstream.native_handle(), proxy.serverName))
        co_return "tls: failed to verify certificate: it is not the kubelet's of node " + proxy.serverName;
    if (!error) co_return std::string();
    co_return complaint->empty() ? "tls: " + error.message() : "tls: failed to verify certificate: " + *complaint;
}

/// Lets the session reach a connection as long as there is one.
class Showing {
public:
    Showing(TcpStream*& place, TcpStream& stream) : m_place(place), m_before(std::exchange(place, &stream)) {}
    ~Showing() { m_place = m_before; }
    Showing(const Showing&) = delete;
    Showing& operator=(const Showing&) = delete;

private:
    TcpStream*& m_place;
    TcpStream* const m_before;
};

transport::Config configOf(const ProxyReply& proxy) {
    transport::Config config;
    if (!proxy.trust) return config;
    config.caPem = proxy.trust->caPem;
    config.insecureSkipTlsVerify = proxy.trust->insecureSkipTlsVerify;
    config.credential = [trust = proxy.trust] { return trust->credential; };
    return config;
}

}  // namespace

asio::awaitable<std::optional<Status>> relayTo(TlsStream& client, std::string early, const ProxyReply& proxy,
                                               const Request& request, Shared& shared, TcpStream*& shown) {
    const std::chrono::seconds timeout = shared.config.writeTimeout;
    TcpStream tcp(client.get_executor());
    const Showing showing(shown, tcp);
    if (const ErrorCode error = co_await connect(tcp, proxy)) co_return dialError(proxy, "connect: " + error.message());
    if (!proxy.tls) co_return co_await carry(client, tcp, early, proxy, request, timeout);

    const transport::Config config = configOf(proxy);
    std::optional<asio::ssl::context> own;
    if (proxy.trust) {
        auto made = transport::tlsContext(config);
        if (!made) co_return dialError(proxy, made.error());
        own.emplace(std::move(*made));
    }
    TlsStream upstream(std::move(tcp), own ? *own : shared.clientTls);
    const Showing showingTls(shown, upstream.next_layer());
    if (const std::string why = co_await greet(upstream, proxy, config); !why.empty()) co_return dialError(proxy, why);
    co_return co_await carry(client, upstream, early, proxy, request, timeout);
}

}  // namespace armillary::server::http
