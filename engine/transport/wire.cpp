#include "engine/transport/wire.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "engine/transport/proxy.h"

namespace armillary::transport {

namespace {

using Stage = Failure::Stage;
using Connected = std::expected<void, Failure>;

/// One handshake of TLS, with what is wrong with the certificate in the error.
template <class Layer>
asio::awaitable<Connected> greet(asio::ssl::stream<Layer>& stream, const Config& config, const Endpoint& endpoint) {
    const auto complaint = std::make_shared<std::string>();
    expectServer(stream, config, endpoint, complaint);
    ErrorCode error;
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return Connected();
    Failure failed = failure(Stage::Handshake, error);
    if (!complaint->empty()) failed.why = "failed to verify certificate: " + *complaint;
    co_return std::unexpected(std::move(failed));
}

/// The cluster's authority vouches for its proxy too, as with Go's clients; the client's certificate is not for it.
Config proxyConfig(const Config& config) {
    Config made;
    made.caPem = config.caPem;
    made.insecureSkipTlsVerify = config.insecureSkipTlsVerify;
    return made;
}

}  // namespace

Failure failure(Failure::Stage stage, const ErrorCode& error) {
    return {.stage = stage, .why = error.message(), .timedOut = error == beast::error::timeout, .code = error};
}

std::expected<TlsContext, Failure> makeTlsContext(const Config& config) {
    auto context = tlsContext(config);
    if (!context) return std::unexpected(Failure{.stage = Stage::Handshake, .why = context.error()});
    return std::make_shared<asio::ssl::context>(std::move(*context));
}

std::expected<std::pair<std::string, std::string>, Failure> Wire::firstHop(const Config& config,
                                                                           const Endpoint& endpoint) {
    if (config.proxyUrl.empty()) return std::pair(endpoint.connectHost(), endpoint.connectPort());
    const auto proxy = parseProxy(config.proxyUrl);
    if (!proxy) return std::unexpected(Failure{.stage = Stage::Connect, .why = proxy.error()});
    return std::pair(proxy->at.host, proxy->at.port);
}

asio::awaitable<std::expected<void, Failure>> Wire::connect(const Config& config, const Endpoint& endpoint,
                                                            const Addresses& addresses, TlsContext context,
                                                            Deadline deadline) {
    const auto allow = [&] { m_tcp.expires_at(std::min(deadline, Deadline::clock::now() + config.connectTimeout)); };
    ErrorCode error = beast::error::timeout;
    allow();
    if (deadline > Deadline::clock::now())
        co_await m_tcp.async_connect(addresses, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return std::unexpected(failure(Stage::Connect, error));
    keepAlive(m_tcp);
    if (!config.proxyUrl.empty()) {
        const auto proxy = parseProxy(config.proxyUrl);
        if (!proxy) co_return std::unexpected(Failure{.stage = Stage::Connect, .why = proxy.error()});
        if (proxy->kind == Proxy::Kind::Https) {
            const Config towardsProxy = proxyConfig(config);
            const auto proxyContext = makeTlsContext(towardsProxy);
            if (!proxyContext) co_return std::unexpected(proxyContext.error());
            m_outer.emplace(m_tcp, **proxyContext);
            allow();
            auto greeted = co_await greet(*m_outer, towardsProxy, proxy->at);
            if (!greeted) co_return greeted;
        }
        allow();
        auto passed = co_await passProxy(*this, *proxy, endpoint.connectHost(), endpoint.connectPort());
        if (!passed) co_return passed;
    }
    if (!endpoint.tls) co_return Connected();
    allow();
    if (m_outer) {
        m_inner.emplace(*m_outer, *context);
        co_return co_await greet(*m_inner, config, endpoint);
    }
    m_outer.emplace(m_tcp, *context);
    co_return co_await greet(*m_outer, config, endpoint);
}

asio::awaitable<std::expected<void, Failure>> Wire::resolveAndConnect(const Config& config, const Endpoint& endpoint,
                                                                      TlsContext context) {
    const auto hop = firstHop(config, endpoint);
    if (!hop) co_return std::unexpected(hop.error());
    ErrorCode error;
    asio::ip::tcp::resolver resolver(m_tcp.get_executor());
    const auto addresses =
        co_await resolver.async_resolve(hop->first, hop->second, asio::redirect_error(asio::use_awaitable, error));
    // To connect would open again what abandon() has closed meanwhile.
    if (!error && m_abandoned) error = asio::error::operation_aborted;
    if (error) co_return std::unexpected(failure(Stage::Resolve, error));
    co_return co_await connect(config, endpoint, addresses, std::move(context));
}

void Wire::abandon() {
    m_abandoned = true;
    m_tcp.close();
}

void Wire::shutDown(beast::role_type role, asio::any_completion_handler<void(ErrorCode)> handler) {
    if (m_inner) return m_inner->async_shutdown(std::move(handler));
    if (m_outer) return m_outer->async_shutdown(std::move(handler));
    using beast::websocket::async_teardown;
    async_teardown(role, m_tcp, std::move(handler));
}

void Wire::read(asio::mutable_buffer buffer, Handler handler) {
    if (m_inner) return m_inner->async_read_some(buffer, std::move(handler));
    if (m_outer) return m_outer->async_read_some(buffer, std::move(handler));
    m_tcp.async_read_some(buffer, std::move(handler));
}

void Wire::write(asio::const_buffer buffer, Handler handler) {
    if (m_inner) return m_inner->async_write_some(buffer, std::move(handler));
    if (m_outer) return m_outer->async_write_some(buffer, std::move(handler));
    m_tcp.async_write_some(buffer, std::move(handler));
}

}  // namespace armillary::transport
