#include "engine/client/http/watch_stream.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "engine/client/http/handler_gate.h"
#include "engine/client/http/json_slices.h"

namespace armillary::client {

namespace {

constexpr std::size_t kMaxLine = schema::kMaxDocumentBytes;
constexpr std::size_t kMaxRefusal = 1u << 20;
/// As client-go's reflector: a watch ends after five to ten minutes, so that load spreads when servers come and go.
constexpr int kShortestSeconds = 300;

/// One watch: connection, callback and the state that its handle and the thread share.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(StreamThread& streams, transport::TlsContext context, HttpRequest request, std::string token,
            std::chrono::seconds limit, WatchCallback callback)
        : m_io(*streams.io()),
          m_context(std::move(context)),
          m_wire(m_io),
          m_config(streams.config()),
          m_endpoint(streams.endpoint()),
          m_request(std::move(request)),
          m_token(std::move(token)),
          m_limit(limit),
          m_callback(std::move(callback)) {}

    asio::awaitable<void> run() {
        const auto self = shared_from_this();
        Status why;
        try {
            why = co_await follow();
        } catch (const std::exception& broken) {
            why = status::internalError(broken.what());
        }
        report({WatchEventType::Closed, nullptr, {}, std::move(why)});
    }

    void close() {
        // First, or the callback would hear of the end that comes of it.
        m_gate.close();
        asio::post(m_io, [self = shared_from_this()] { self->m_wire.abandon(); });
    }

private:
    /// Ends when the watch does, and says why.
    asio::awaitable<Status> follow() {
        const auto connected = co_await m_wire.resolveAndConnect(m_config, m_endpoint, m_context);
        if (!connected) co_return failed(m_endpoint, connected.error());
        ErrorCode error;
        m_wire.tcp().expires_after(m_config.requestTimeout);
        co_await http::async_write(m_wire, m_request, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return unreachable(m_endpoint, error.message());

        http::response_parser<http::buffer_body> parser;
        parser.body_limit(boost::none);
        parser.header_limit(64 * 1024);
        co_await http::async_read_header(m_wire, m_buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return unreachable(m_endpoint, error.message());
        const bool accepted = parser.get().result_int() < 300;
        auto why = co_await readBody(parser, accepted);
        if (parser.get().result_int() == 401 && m_config.refused) m_config.refused(m_token);
        if (!accepted) co_return statusOf(static_cast<int>(parser.get().result_int()), m_pending);
        co_return why;
    }

    asio::awaitable<Status> readBody(http::response_parser<http::buffer_body>& parser, bool accepted) {
        // An agent has a dozen watches that mostly wait: small ones.
        std::vector<char> chunk(8 * 1024);
        while (!parser.is_done()) {
            parser.get().body() = {chunk.data(), chunk.size(), true};
            ErrorCode error;
            m_wire.tcp().expires_after(m_limit + std::chrono::seconds(30));
            co_await http::async_read_some(m_wire, m_buffer, parser, asio::redirect_error(asio::use_awaitable, error));
            m_pending.append(chunk.data(), chunk.size() - parser.get().body().size);
            if (error && error != http::error::need_buffer) co_return unreachable(m_endpoint, error.message());
            if (!accepted) {
                if (m_pending.size() > kMaxRefusal) break;
            } else if (auto ended = takeLines()) {
                co_return *ended;
            }
            if (m_gate.isClosed()) break;
        }
        co_return unreachable(m_endpoint, "the watch has ended");
    }

    /// Hands whole lines on; the reason when one of them ends the watch.
    std::optional<Status> takeLines() {
        std::size_t begin = 0;
        for (std::size_t end; (end = m_pending.find('\n', std::max(begin, m_searched))) != std::string::npos;
             begin = end + 1) {
            m_searched = 0;
            const std::string_view line = std::string_view(m_pending).substr(begin, end - begin);
            if (line.empty()) continue;
            WatchEvent event = readWatchLine(line);
            if (event.type == WatchEventType::Closed) return event.status;
            if (!report(event)) return status::expired("an event could not be handled; list again");
        }
        m_pending.erase(0, begin);
        m_searched = m_pending.size();
        if (m_pending.size() > kMaxLine) return status::internalError("a watch event is larger than 32 MiB");
        return std::nullopt;
    }

    /// False when the callback broke.
    bool report(const WatchEvent& event) {
        return m_gate.run("watch", [&] { m_callback(event); });
    }

    asio::io_context& m_io;
    const transport::TlsContext m_context;
    transport::Wire m_wire;
    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    HttpRequest m_request;
    const std::string m_token;  ///< that is in the request
    std::chrono::seconds m_limit;
    WatchCallback m_callback;
    beast::flat_buffer m_buffer;
    std::string m_pending;
    std::size_t m_searched = 0;  ///< how much of m_pending is known to hold no line end
    HandlerGate m_gate;
};

class HttpWatch final : public Watch {
public:
    explicit HttpWatch(std::shared_ptr<Session> session) : m_session(std::move(session)) {}
    ~HttpWatch() override { m_session->close(); }

private:
    std::shared_ptr<Session> m_session;
};

}  // namespace

WatchEvent readWatchLine(std::string_view line) {
    const auto unreadable = [](std::string why) {
        return WatchEvent{WatchEventType::Closed, nullptr, {}, status::internalError("unreadable watch event: " + why)};
    };
    const auto members = sliceObject(line);
    if (!members) return unreadable("not a JSON object");
    const std::string_view type = member(*members, "type"), object = member(*members, "object");
    if (type == "\"ERROR\"") return {WatchEventType::Closed, nullptr, {}, statusOf(500, object)};
    auto parsed = Object::parse(std::string(object));
    if (!parsed) return unreadable(parsed.error().text());
    const std::string version = (*parsed)->meta().resourceVersion;
    if (type == "\"ADDED\"") return {WatchEventType::Added, std::move(*parsed), version, {}};
    if (type == "\"MODIFIED\"") return {WatchEventType::Modified, std::move(*parsed), version, {}};
    if (type == "\"DELETED\"") return {WatchEventType::Deleted, std::move(*parsed), version, {}};
    if (type == "\"BOOKMARK\"") return {WatchEventType::Bookmark, nullptr, version, {}};
    return unreadable("unknown type");
}

Result<std::unique_ptr<Watch>> WatchThread::open(const Target& target, const WatchOptions& options,
                                                 WatchCallback callback) {
    auto context = m_streams.context();
    if (!context) return std::unexpected(std::move(context.error()));
    const int seconds = kShortestSeconds + static_cast<int>(m_identifiers.below(kShortestSeconds));
    Query query = queryOf(ListOptions{options.labelSelector, options.fieldSelector, 0, {}});
    query.emplace_back("watch", "true");
    query.emplace_back("allowWatchBookmarks", "true");
    query.emplace_back("timeoutSeconds", std::to_string(seconds));
    if (!options.resourceVersion.empty()) query.emplace_back("resourceVersion", options.resourceVersion);
    Target collection = target;
    if (!target.name.empty()) {
        // The reason for not watching by path: upstream serves single-object watches through the collection.
        query.emplace_back("fieldSelector", "metadata.name=" + target.name);
        collection.name.clear();
    }
    auto request = makeRequest(m_streams.config(), m_streams.endpoint(), http::verb::get,
                               requestTarget(pathOf(collection), query));
    auto token = authorize(m_streams.config(), request);
    if (!token) return std::unexpected(std::move(token.error()));
    auto session = std::make_shared<Session>(m_streams, *context, std::move(request), std::move(*token),
                                             std::chrono::seconds(seconds), std::move(callback));
    asio::co_spawn(*m_streams.io(), [session] { return session->run(); }, asio::detached);
    return std::make_unique<HttpWatch>(std::move(session));
}

}  // namespace armillary::client
