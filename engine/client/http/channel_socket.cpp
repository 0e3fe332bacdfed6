#include "engine/client/http/channel_socket.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <format>
#include <future>

#include "engine/client/http/handler_gate.h"

namespace armillary::client {

namespace {

namespace websocket = beast::websocket;

constexpr std::size_t kMaxMessage = 16u << 20;
constexpr std::size_t kMaxQueued = 1u << 20;
/// For what is queued when the handle goes, and for both sides to say goodbye.
constexpr std::chrono::seconds kCloseTime{5};
/// Half of it after the last sign of life a ping is sent; without an answer the connection is over.
constexpr std::chrono::seconds kIdleTime{60};

/// One WebSocket: connection, handlers, and the state that its handle and the thread share.
class ChannelSocket : public std::enable_shared_from_this<ChannelSocket> {
public:
    ChannelSocket(StreamThread& streams, transport::TlsContext context, HttpRequest request,
                  std::vector<std::string> protocols, ChannelHandlers handlers)
        : m_io(*streams.io()),
          m_config(streams.config()),
          m_endpoint(streams.endpoint()),
          m_context(std::move(context)),
          m_wire(m_io),
          m_socket(m_wire),
          m_closeTime(m_io),
          m_released(m_io),
          m_request(std::move(request)),
          m_protocols(std::move(protocols)),
          m_handlers(std::move(handlers)) {}

    std::future<Result<void>> begun() { return m_begun.get_future(); }
    /// Once it has begun.
    const std::string& protocol() const { return m_protocol; }

    asio::awaitable<void> run() {
        const auto self = shared_from_this();
        Result<void> opened;
        bool hasBegun = false;
        Status why;
        try {
            opened = co_await open();
            if (opened) {
                m_begun.set_value({});
                hasBegun = true;
                why = co_await hear();
            }
        } catch (const std::exception& broken) {
            why = status::internalError(broken.what());
            if (!hasBegun) opened = std::unexpected(why);
        }
        // Our own goodbye may still be under way; it ends with its time.
        if (!endQueue()) m_wire.abandon();
        if (!opened)
            m_begun.set_value(std::move(opened));
        else if (m_handlers.ended)
            m_gate.run("channels", [&] { m_handlers.ended(why); });
    }

    bool send(int channel, std::string_view bytes) {
        const std::lock_guard lock(m_mutex);
        if (m_over) return false;
        if (!m_queue.empty() && m_queued + bytes.size() > kMaxQueued) {
            m_refused = true;
            return false;
        }
        std::string& message = m_queue.emplace_back();
        message.reserve(bytes.size() + 1);
        message += static_cast<char>(static_cast<unsigned char>(channel));
        message += bytes;
        m_queued += message.size();
        if (m_queue.size() == 1)
            asio::co_spawn(m_io, [self = shared_from_this()] { return self->say(); }, asio::detached);
        return true;
    }

    void hold(bool held) {
        m_held = held;
        if (!held) asio::post(m_io, [self = shared_from_this()] { self->m_released.cancel(); });
    }

    /// For the handle: no handler runs any more.
    void silence() { m_gate.close(); }

    /// On the thread: sends what is queued, says goodbye, and goes when that takes too long.
    void close() {
        m_held = false;
        m_released.cancel();
        m_closeTime.expires_after(kCloseTime);
        m_closeTime.async_wait([self = shared_from_this()](const ErrorCode& stopped) {
            if (!stopped) self->m_wire.abandon();
        });
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        if (m_queue.empty()) sayGoodbye();
    }

private:
    asio::awaitable<Result<void>> open() {
        const auto connected = co_await m_wire.resolveAndConnect(m_config, m_endpoint, m_context);
        if (!connected) co_return std::unexpected(failed(m_endpoint, connected.error()));
        m_wire.tcp().expires_never();
        m_socket.set_option(idleTime(kIdleTime));
        m_socket.set_option(
            websocket::stream_base::decorator([this](websocket::request_type& upgrade) { addHeaders(upgrade); }));
        m_socket.read_message_max(kMaxMessage);
        m_socket.auto_fragment(false);
        m_socket.binary(true);
        websocket::response_type answer;
        ErrorCode error;
        co_await m_socket.async_handshake(answer, m_endpoint.hostHeader, std::string(m_request.target()),
                                          asio::redirect_error(asio::use_awaitable, error));
        if (error == websocket::error::upgrade_declined) co_return std::unexpected(refusal(answer));
        if (error) co_return std::unexpected(broken(error));
        m_protocol = answer[http::field::sec_websocket_protocol];
        if (std::ranges::contains(m_protocols, m_protocol)) co_return Result<void>();
        co_return std::unexpected(
            unreachable(m_endpoint, "the server knows none of the protocols that it was offered"));
    }

    void addHeaders(websocket::request_type& upgrade) const {
        for (const auto& header : m_request)
            if (header.name() != http::field::host && header.name() != http::field::accept)
                upgrade.insert(header.name_string(), header.value());
        std::string offered;
        for (const std::string& protocol : m_protocols) offered += (offered.empty() ? "" : ", ") + protocol;
        upgrade.set(http::field::sec_websocket_protocol, offered);
    }

    Status refusal(const websocket::response_type& answer) const {
        const int code = static_cast<int>(answer.result_int());
        if (code >= 400) return statusOf(code, answer.body());
        return unreachable(m_endpoint, std::format("the server answered {} instead of opening a WebSocket", code));
    }

    /// Hands over what comes until nothing does any more, and says why.
    asio::awaitable<Status> hear() {
        beast::flat_buffer buffer;
        while (true) {
            ErrorCode error;
            co_await m_socket.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
            if (error == websocket::error::closed) co_return goodbye();
            if (error) co_return broken(error);
            const auto bytes = buffer.cdata();
            const std::string_view message(static_cast<const char*>(bytes.data()), bytes.size());
            if (!message.empty() && m_handlers.data)
                m_gate.run("channels",
                           [&] { m_handlers.data(static_cast<unsigned char>(message.front()), message.substr(1)); });
            buffer.clear();
            // One large message does not make all the others so.
            if (buffer.capacity() > kMaxQueued) buffer.shrink_to_fit();
            if (m_held) co_await waitForRelease();
        }
    }

    /// Who does not read hears no answer to a ping either: what is held is not idle.
    asio::awaitable<void> waitForRelease() {
        m_socket.set_option(idleTime(websocket::stream_base::none()));
        while (m_held) {
            ErrorCode ignored;
            m_released.expires_at(std::chrono::steady_clock::time_point::max());
            co_await m_released.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        m_socket.set_option(idleTime(kIdleTime));
    }

    websocket::stream_base::timeout idleTime(std::chrono::steady_clock::duration idle) const {
        return {m_config.requestTimeout, idle, true};
    }

    /// Sends what is queued until nothing is.
    asio::awaitable<void> say() {
        const auto self = shared_from_this();
        for (bool more = true; more;) {
            ErrorCode error;
            co_await m_socket.async_write(asio::buffer(first()), asio::redirect_error(asio::use_awaitable, error));
            if (error) {
                endQueue();
                co_return;
            }
            more = takeSent();
        }
    }

    const std::string& first() {
        const std::lock_guard lock(m_mutex);
        return m_queue.front();
    }

    /// False when that was all.
    bool takeSent() {
        bool drained = false;
        {
            const std::lock_guard lock(m_mutex);
            if (m_over) return false;
            m_queued -= m_queue.front().size();
            m_queue.pop_front();
            if (!m_queue.empty()) return true;
            if (m_closing) sayGoodbye();
            drained = std::exchange(m_refused, false);
        }
        if (drained && m_handlers.drained) m_gate.run("channels", [&] { m_handlers.drained(); });
        return false;
    }

    void sayGoodbye() {
        m_over = m_saidGoodbye = true;
        m_socket.async_close(websocket::close_code::normal, [self = shared_from_this()](const ErrorCode&) {
            self->m_closeTime.cancel();
            self->m_wire.abandon();
        });
    }

    /// Nothing more is taken in; what is being written stays until that has failed. Whether it was over already by our
    /// own goodbye.
    bool endQueue() {
        const std::lock_guard lock(m_mutex);
        m_over = true;
        return m_saidGoodbye;
    }

    Status goodbye() const {
        const auto& reason = m_socket.reason();
        if (reason.code == websocket::close_code::normal || reason.code == websocket::close_code::none) {
            Status orderly;
            orderly.status = metav1::kStatusSuccess;
            return orderly;
        }
        return unreachable(m_endpoint, std::format("the server closed the connection: {} {}",
                                                   static_cast<int>(reason.code), reason.reason.c_str()));
    }

    Status broken(const ErrorCode& error) const {
        auto why = transport::failure(transport::Failure::Stage::Exchange, error);
        if (why.timedOut) why.why = "no answer in time";
        return failed(m_endpoint, why);
    }

    asio::io_context& m_io;
    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    const transport::TlsContext m_context;
    transport::Wire m_wire;
    websocket::stream<transport::Wire&, false> m_socket;
    asio::steady_timer m_closeTime;
    asio::steady_timer m_released;  ///< waits for nothing but the end of a hold
    const HttpRequest m_request;
    const std::vector<std::string> m_protocols;
    const ChannelHandlers m_handlers;
    HandlerGate m_gate;
    std::promise<Result<void>> m_begun;
    std::string m_protocol;

    std::mutex m_mutex;
    std::deque<std::string> m_queue;  ///< the first is being written
    std::size_t m_queued = 0;         ///< bytes in it
    bool m_refused = false;           ///< a message was, since the queue was empty
    bool m_closing = false;           ///< when everything is sent
    bool m_over = false, m_saidGoodbye = false;
    std::atomic<bool> m_held = false;
};

class ChannelsHandle final : public Channels {
public:
    ChannelsHandle(std::shared_ptr<asio::io_context> io, std::shared_ptr<ChannelSocket> socket)
        : m_io(std::move(io)), m_socket(std::move(socket)) {}
    ~ChannelsHandle() override {
        m_socket->silence();
        asio::post(*m_io, [socket = m_socket] { socket->close(); });
    }
    bool send(int channel, std::string_view bytes) override { return m_socket->send(channel, bytes); }
    void hold(bool held) override { m_socket->hold(held); }
    std::string protocol() const override { return m_socket->protocol(); }

private:
    const std::shared_ptr<asio::io_context> m_io;
    const std::shared_ptr<ChannelSocket> m_socket;
};

}  // namespace

Result<std::unique_ptr<Channels>> openChannels(StreamThread& streams, const HttpRequest& request,
                                               const std::vector<std::string>& protocols,
                                               const ChannelHandlers& handlers) {
    auto context = streams.context();
    if (!context) return std::unexpected(std::move(context.error()));
    auto socket = std::make_shared<ChannelSocket>(streams, std::move(*context), request, protocols, handlers);
    auto begun = socket->begun();
    asio::co_spawn(*streams.io(), [socket] { return socket->run(); }, asio::detached);
    if (auto result = begun.get(); !result) return std::unexpected(std::move(result.error()));
    return std::make_unique<ChannelsHandle>(streams.io(), std::move(socket));
}

}  // namespace armillary::client
