#include "engine/client/http/following.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <future>

#include "engine/client/http/handler_gate.h"

namespace armillary::client {

namespace {

constexpr std::size_t kChunk = 32u << 10;
constexpr std::size_t kMaxRefusal = 1u << 20;

/// One stream: connection, handlers and the state that its handle and the thread share.
class Following : public std::enable_shared_from_this<Following> {
public:
    Following(StreamThread& streams, transport::TlsContext context, HttpRequest request, bool patient,
              StreamHandlers handlers)
        : m_config(streams.config()),
          m_endpoint(streams.endpoint()),
          m_context(std::move(context)),
          m_wire(*streams.io()),
          m_request(std::move(request)),
          m_patient(patient),
          m_handlers(std::move(handlers)) {}

    std::future<Result<void>> begun() { return m_begun.get_future(); }

    asio::awaitable<void> run() {
        const auto self = shared_from_this();
        Status why;
        try {
            why = co_await follow();
        } catch (const std::exception& broken) {
            why = status::internalError(broken.what());
        }
        if (!m_hasBegun)
            m_begun.set_value(std::unexpected(std::move(why)));
        else if (m_handlers.ended)
            m_gate.run("stream", [&] { m_handlers.ended(why); });
    }

    void abandon() { m_wire.abandon(); }
    void close() { m_gate.close(); }

private:
    /// Ends when the stream does, and says why.
    asio::awaitable<Status> follow() {
        const auto connected = co_await m_wire.resolveAndConnect(m_config, m_endpoint, m_context);
        if (!connected) co_return failed(m_endpoint, connected.error());
        ErrorCode error;
        m_wire.tcp().expires_after(m_config.requestTimeout);
        co_await http::async_write(m_wire, m_request, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return broken(error);
        if (m_patient) {
            begin();
            m_wire.tcp().expires_never();
        }
        http::response_parser<http::buffer_body> parser;
        parser.body_limit(boost::none);
        parser.header_limit(64 * 1024);
        co_await http::async_read_header(m_wire, m_buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return broken(error);
        const int code = static_cast<int>(parser.get().result_int());
        if (code >= 300) co_return statusOf(code, co_await refusal(parser));
        begin();
        // For as long as it goes on; that the server is still there, the connection's own probes find out.
        m_wire.tcp().expires_never();
        co_return co_await handOver(parser);
    }

    void begin() {
        if (!m_hasBegun) m_begun.set_value({});
        m_hasBegun = true;
    }

    asio::awaitable<Status> handOver(http::response_parser<http::buffer_body>& parser) {
        std::vector<char> chunk(kChunk);
        while (!parser.is_done()) {
            const auto [error, size] = co_await readSome(parser, chunk);
            if (size > 0 && m_handlers.data)
                m_gate.run("stream", [&] { m_handlers.data(std::string_view(chunk.data(), size)); });
            if (m_gate.isClosed()) break;
            if (error) co_return broken(error);
        }
        Status orderly;
        orderly.status = metav1::kStatusSuccess;
        co_return orderly;
    }

    asio::awaitable<std::string> refusal(http::response_parser<http::buffer_body>& parser) {
        m_wire.tcp().expires_after(m_config.requestTimeout);
        std::string body;
        std::vector<char> chunk(kChunk);
        while (!parser.is_done() && body.size() < kMaxRefusal) {
            const auto [error, size] = co_await readSome(parser, chunk);
            body.append(chunk.data(), size);
            if (error) break;
        }
        co_return body;
    }

    asio::awaitable<std::pair<ErrorCode, std::size_t>> readSome(http::response_parser<http::buffer_body>& parser,
                                                                std::vector<char>& chunk) {
        parser.get().body() = {chunk.data(), chunk.size(), true};
        ErrorCode error;
        co_await http::async_read_some(m_wire, m_buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error == http::error::need_buffer) error = {};
        co_return std::pair(error, chunk.size() - parser.get().body().size);
    }

    Status broken(const ErrorCode& error) const {
        auto why = transport::failure(transport::Failure::Stage::Exchange, error);
        if (why.timedOut) why.why = "no answer in time";
        return failed(m_endpoint, why);
    }

    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    const transport::TlsContext m_context;
    transport::Wire m_wire;
    const HttpRequest m_request;
    const bool m_patient;
    const StreamHandlers m_handlers;
    beast::flat_buffer m_buffer;
    HandlerGate m_gate;
    std::promise<Result<void>> m_begun;
    bool m_hasBegun = false;
};

class FollowingHandle final : public Stream {
public:
    FollowingHandle(std::shared_ptr<asio::io_context> io, std::shared_ptr<Following> following)
        : m_io(std::move(io)), m_following(std::move(following)) {}
    ~FollowingHandle() override {
        // First, or `ended` would hear of the end that comes of it.
        m_following->close();
        asio::post(*m_io, [following = m_following] { following->abandon(); });
    }

private:
    const std::shared_ptr<asio::io_context> m_io;
    const std::shared_ptr<Following> m_following;
};

}  // namespace

Result<std::unique_ptr<Stream>> openFollowing(StreamThread& streams, const HttpRequest& request, bool patient,
                                              const StreamHandlers& handlers) {
    auto context = streams.context();
    if (!context) return std::unexpected(std::move(context.error()));
    auto following = std::make_shared<Following>(streams, std::move(*context), request, patient, handlers);
    auto begun = following->begun();
    asio::co_spawn(*streams.io(), [following] { return following->run(); }, asio::detached);
    if (auto result = begun.get(); !result) return std::unexpected(std::move(result.error()));
    return std::make_unique<FollowingHandle>(streams.io(), std::move(following));
}

}  // namespace armillary::client
