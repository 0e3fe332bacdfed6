#include "engine/client/http/watch_stream.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <condition_variable>
#include <mutex>

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
    Session(asio::io_context& io, std::shared_ptr<asio::ssl::context> context, const HttpConfig& config,
            const Endpoint& endpoint, HttpRequest request, std::chrono::seconds limit, WatchCallback callback)
        : m_io(io),
          m_context(std::move(context)),
          m_stream(io, *m_context),
          m_config(config),
          m_endpoint(endpoint),
          m_request(std::move(request)),
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
        std::unique_lock lock(m_mutex);
        m_closed = true;
        asio::post(m_io, [self = shared_from_this()] { self->m_stream.next_layer().cancel(); });
        if (m_running == std::this_thread::get_id()) return;
        m_idle.wait(lock, [&] { return m_running == std::thread::id(); });
    }

private:
    /// Ends when the watch does, and says why.
    asio::awaitable<Status> follow() {
        if (auto error = co_await connect()) co_return unreachable(m_endpoint, error.message());
        ErrorCode error;
        m_stream.next_layer().expires_after(m_config.requestTimeout);
        if (m_endpoint.tls)
            co_await http::async_write(m_stream, m_request, asio::redirect_error(asio::use_awaitable, error));
        else
            co_await http::async_write(m_stream.next_layer(), m_request,
                                       asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return unreachable(m_endpoint, error.message());

        http::response_parser<http::buffer_body> parser;
        parser.body_limit(boost::none);
        parser.header_limit(64 * 1024);
        if (m_endpoint.tls)
            co_await http::async_read_header(m_stream, m_buffer, parser,
                                             asio::redirect_error(asio::use_awaitable, error));
        else
            co_await http::async_read_header(m_stream.next_layer(), m_buffer, parser,
                                             asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return unreachable(m_endpoint, error.message());
        const bool accepted = parser.get().result_int() < 300;
        auto why = co_await readBody(parser, accepted);
        if (!accepted) co_return statusOf(static_cast<int>(parser.get().result_int()), m_pending);
        co_return why;
    }

    asio::awaitable<ErrorCode> connect() {
        ErrorCode error;
        asio::ip::tcp::resolver resolver(m_io);
        const auto addresses = co_await resolver.async_resolve(m_endpoint.host, m_endpoint.port,
                                                               asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return error;
        // A close() during the resolution found nothing to cancel.
        if (isClosed()) co_return asio::error::operation_aborted;
        m_stream.next_layer().expires_after(m_config.connectTimeout);
        co_await m_stream.next_layer().async_connect(addresses, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return error;
        transport::keepAlive(m_stream.next_layer());
        if (!m_endpoint.tls) co_return error;
        transport::expectServer(m_stream, m_config, m_endpoint);
        co_await m_stream.async_handshake(asio::ssl::stream_base::client,
                                          asio::redirect_error(asio::use_awaitable, error));
        co_return error;
    }

    asio::awaitable<Status> readBody(http::response_parser<http::buffer_body>& parser, bool accepted) {
        // An agent has a dozen watches that mostly wait: small ones.
        std::vector<char> chunk(8 * 1024);
        while (!parser.is_done()) {
            parser.get().body() = {chunk.data(), chunk.size(), true};
            ErrorCode error;
            m_stream.next_layer().expires_after(m_limit + std::chrono::seconds(30));
            if (m_endpoint.tls)
                co_await http::async_read_some(m_stream, m_buffer, parser,
                                               asio::redirect_error(asio::use_awaitable, error));
            else
                co_await http::async_read_some(m_stream.next_layer(), m_buffer, parser,
                                               asio::redirect_error(asio::use_awaitable, error));
            m_pending.append(chunk.data(), chunk.size() - parser.get().body().size);
            if (error && error != http::error::need_buffer) co_return unreachable(m_endpoint, error.message());
            if (!accepted) {
                if (m_pending.size() > kMaxRefusal) break;
            } else if (auto ended = takeLines()) {
                co_return *ended;
            }
            if (isClosed()) break;
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

    bool isClosed() {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }

    /// False when the callback broke.
    bool report(const WatchEvent& event) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed) return true;
            m_running = std::this_thread::get_id();
        }
        const bool understood = async::guarded("watch", [&] { m_callback(event); });
        const std::lock_guard lock(m_mutex);
        m_running = {};
        m_idle.notify_all();
        return understood;
    }

    asio::io_context& m_io;
    const std::shared_ptr<asio::ssl::context> m_context;
    TlsStream m_stream;
    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    HttpRequest m_request;
    std::chrono::seconds m_limit;
    WatchCallback m_callback;
    beast::flat_buffer m_buffer;
    std::string m_pending;
    std::size_t m_searched = 0;  ///< how much of m_pending is known to hold no line end

    std::mutex m_mutex;
    std::condition_variable m_idle;
    std::thread::id m_running;
    bool m_closed = false;
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

WatchThread::WatchThread(const HttpConfig& config, const Endpoint& endpoint)
    : m_config(config),
      m_endpoint(endpoint),
      m_work(m_io.get_executor()),
      m_thread("watches", [this](const std::stop_token&) { m_io.run(); }) {}

WatchThread::~WatchThread() {
    m_io.stop();
    m_thread.stop();
}

Result<std::shared_ptr<asio::ssl::context>> WatchThread::context() {
    const auto now = m_config.credential ? m_config.credential() : pki::Credential();
    const std::lock_guard lock(m_mutex);
    if (m_context && now.certificatePem == m_credential.certificatePem && now.keyPem == m_credential.keyPem)
        return m_context;
    auto made = transport::tlsContext(m_config);
    if (!made) return std::unexpected(status::internalError(made.error()));
    m_context = std::make_shared<asio::ssl::context>(std::move(*made));
    m_credential = now;
    return m_context;
}

Result<std::unique_ptr<Watch>> WatchThread::open(const Target& target, const WatchOptions& options,
                                                 WatchCallback callback) {
    auto context = this->context();
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
    auto request = makeRequest(m_config, m_endpoint, http::verb::get, requestTarget(pathOf(collection), query));
    auto session = std::make_shared<Session>(m_io, *context, m_config, m_endpoint, std::move(request),
                                             std::chrono::seconds(seconds), std::move(callback));
    asio::co_spawn(m_io, [session] { return session->run(); }, asio::detached);
    return std::make_unique<HttpWatch>(std::move(session));
}

}  // namespace armillary::client
