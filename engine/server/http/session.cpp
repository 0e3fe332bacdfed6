#include "engine/server/http/session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>

#include "engine/schema/json_codec.h"
#include "engine/server/answer.h"
#include "engine/server/http/message.h"
#include "engine/server/media.h"
#include "engine/server/target.h"

namespace armillary::server::http {
namespace {

namespace beasthttp = boost::beast::http;
using Parser = beasthttp::request_parser<beasthttp::string_body>;

constexpr std::uint32_t kMaxHeadBytes = 64u << 10;
constexpr std::size_t kPieceBytes = 512u << 10;
constexpr std::size_t kReadBytes = 8u << 10;
/// Frames up to this size together are sent as one chunk.
constexpr std::size_t kChunkBytes = 64u << 10;
/// What a refused body may still send before the connection is closed under it.
constexpr std::size_t kMaxDrainedBytes = 64u << 20;
constexpr std::chrono::seconds kDrainTime{2}, kCloseTime{2};

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

Status tooLarge(std::size_t limit) {
    return status::requestEntityTooLarge("limit is " + std::to_string(limit));
}

/// The Status that a broken request is answered with; nothing when the connection is to be closed without a word.
std::optional<Status> complaint(const ErrorCode& error, std::size_t bodyLimit) {
    if (error == beasthttp::error::body_limit) return tooLarge(bodyLimit);
    if (error == beasthttp::error::header_limit) {
        Status status = status::badRequest("request header fields too large");
        status.code = 431;
        return status;
    }
    if (error == beasthttp::error::end_of_stream || error == beasthttp::error::partial_message) return std::nullopt;
    static const ErrorCode any = make_error_code(beasthttp::error::end_of_stream);
    if (error.category() == any.category()) return status::badRequest("malformed HTTP request: " + error.message());
    return std::nullopt;
}

std::optional<Request> makeRequest(Parser& parser, std::string& why) {
    auto& message = parser.get();
    auto target = parseTarget({message.target().data(), message.target().size()});
    if (!target) {
        why = target.error();
        return std::nullopt;
    }
    Request request{.method = std::string(message.method_string()),
                    .path = std::move(target->path),
                    .query = std::move(target->query)};
    for (const auto& header : message) request.headers.emplace_back(lowered(header.name_string()), header.value());
    why = hostFault(request, message.version());
    if (!why.empty()) return std::nullopt;
    request.body = std::move(message.body());
    return request;
}

bool isRead(const Request& request) {
    return request.method == "GET" || request.method == "HEAD";
}

/// Others must take their answers first.
Response noRoom(const Request& request) {
    Response response = refusal(
        request,
        status::tooManyRequests("the server has received too many requests and has asked us to try again later", 1));
    finish(request, {}, response);
    return response;
}

}  // namespace

Session::Session(Tcp::socket socket, std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared)), m_stream(TcpStream(std::move(socket)), m_shared->serverTls) {
    ErrorCode error;
    m_remoteAddress = m_stream.next_layer().socket().remote_endpoint(error).address().to_string();
}

void Session::stop() {
    asio::post(m_stream.get_executor(), [self = shared_from_this()] {
        self->m_stopping = true;
        if (self->m_sink) self->m_sink->end();
        if (self->m_idle || self->m_relayed) self->closeNow();
    });
}

void Session::abort() {
    asio::post(m_stream.get_executor(), [self = shared_from_this()] { self->closeNow(); });
}

void Session::closeNow() {
    m_stream.next_layer().close();
    if (m_relayed) m_relayed->close();
}

asio::awaitable<void> Session::run() {
    const auto self = shared_from_this();
    if (!co_await handshake()) co_return;
    while (!m_stopping && co_await waitForRequest())
        if (co_await serveOne() == After::Close) break;
    co_await close();
}

asio::awaitable<bool> Session::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, kPieceBytes);
        expectProgress();
        const auto [error, size] =
            co_await asio::async_write(m_stream, asio::buffer(piece.data(), piece.size()), kTuple);
        endWrite();
        if (error) co_return false;
        bytes.remove_prefix(size);
    }
    co_return true;
}

/// Of the write that begins now.
void Session::expectProgress() {
    m_writingSince.store(std::chrono::steady_clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    m_stream.next_layer().expires_never();
}

asio::awaitable<bool> Session::handshake() {
    m_stream.next_layer().expires_after(m_shared->config.headTimeout);
    const auto [error] = co_await m_stream.async_handshake(asio::ssl::stream_base::server, kTuple);
    if (error) co_return false;
    m_peer = peerOf(m_stream.native_handle());
    co_return true;
}

/// Waits for the first byte of a request, as long as an idle connection may.
asio::awaitable<bool> Session::waitForRequest() {
    if (m_buffer.size() > 0) co_return true;
    m_idle = true;
    m_stream.next_layer().expires_after(m_shared->config.idleTimeout);
    const auto [error, size] = co_await m_stream.async_read_some(m_buffer.prepare(kReadBytes), kTuple);
    m_idle = false;
    if (error) co_return false;
    m_buffer.commit(size);
    co_return true;
}

asio::awaitable<Session::After> Session::serveOne() {
    const ListenerConfig& config = m_shared->config;
    Parser parser;
    parser.header_limit(kMaxHeadBytes);
    parser.body_limit(config.maxBodyBytes);
    m_stream.next_layer().expires_after(config.headTimeout);
    auto [error, headSize] = co_await beasthttp::async_read_header(m_stream, m_buffer, parser, kTuple);
    if (!error && equalsIgnoringCase(std::string_view(parser.get()[beasthttp::field::expect]), "100-continue") &&
        !co_await write("HTTP/1.1 100 Continue\r\n\r\n"))
        co_return After::Close;
    if (!error && !parser.is_done()) {
        m_stream.next_layer().expires_after(config.bodyTimeout);
        std::tie(error, headSize) = co_await beasthttp::async_read(m_stream, m_buffer, parser, kTuple);
    }
    if (error) {
        if (auto status = complaint(error, config.maxBodyBytes)) co_return co_await refuse(std::move(*status));
        co_return After::Close;
    }
    std::string why;
    auto request = makeRequest(parser, why);
    if (!request) co_return co_await refuse(status::badRequest(why));
    request->peer = m_peer.certificate;
    request->peerRejected = m_peer.rejected;
    request->remoteAddress = m_remoteAddress;
    co_return co_await answer(std::move(*request), parser.get().keep_alive());
}

/// Answers what cannot be read as a request, and gives the peer the time to see it.
asio::awaitable<Session::After> Session::refuse(Status status) {
    Response response{.code = status.code, .body = schema::toJson(status)};
    if (co_await send(response, false, false) == After::KeepAlive) co_return After::Close;
    m_stream.next_layer().expires_after(kDrainTime);
    for (std::size_t drained = 0; drained < kMaxDrainedBytes;) {
        m_buffer.clear();
        const auto [error, size] = co_await m_stream.async_read_some(m_buffer.prepare(kReadBytes), kTuple);
        if (error) break;
        drained += size;
    }
    co_return After::Close;
}

Session::Entry Session::enter(const Request& request) const {
    // What a write has to say of itself cannot be refused when it has been done.
    if (!isRead(request) && m_shared->inFlight->isFull()) return {Reply(noRoom(request))};
    return withRoom(request, m_shared->api.enter(request));
}

/// On the worker, so that no more answers wait for room than there are workers.
Session::Entry Session::withRoom(const Request& request, Entered entered) const {
    auto* reply = std::get_if<Reply>(&entered);
    auto* response = reply ? std::get_if<Response>(reply) : nullptr;
    const std::size_t size = response ? response->body.size() : 0;
    if (size <= InFlight::kUncounted) return {std::move(entered)};
    if (!isRead(request))
        m_shared->inFlight->takeAnyway(size);
    else if (!m_shared->inFlight->take(size))
        return {Reply(noRoom(request))};
    return {std::move(entered), InFlight::Held(m_shared->inFlight, size)};
}

asio::awaitable<Session::After> Session::answer(Request request, bool keepAlive) {
    const bool head = request.method == "HEAD";
    auto kept = std::make_shared<const Request>(std::move(request));
    // The local copy stays for the proxy, which sends the request on.
    auto entry = co_await onWorker(m_shared->workers, [this, kept] { return enter(*kept); });
    if (auto* pending = entry ? std::get_if<std::unique_ptr<Pending>>(&entry->entered) : nullptr) {
        std::shared_ptr<Pending> waiting = std::move(*pending);
        co_await waitForTurn(*waiting);
        entry =
            co_await onWorker(m_shared->workers, [this, kept, waiting] { return withRoom(*kept, waiting->proceed()); });
    }
    if (!entry) co_return co_await send(refusal(*kept, entry.error()), head, keepAlive && !m_stopping);
    Reply& reply = std::get<Reply>(entry->entered);
    if (auto* response = std::get_if<Response>(&reply))
        co_return co_await send(*response, head, keepAlive && !m_stopping);
    if (auto* streamed = std::get_if<StreamReply>(&reply))
        co_await stream(std::move(*streamed), *kept);
    else
        co_await relay(std::get<ProxyReply>(reply), *kept);
    co_return After::Close;
}

/// Holds no worker meanwhile.
asio::awaitable<void> Session::waitForTurn(Pending& pending) {
    auto timer = std::make_shared<asio::steady_timer>(m_stream.get_executor(), kLongestWait);
    // On the session's strand, so that it cannot come before the wait has begun.
    pending.whenOver([timer] { asio::post(timer->get_executor(), [timer] { timer->cancel(); }); });
    co_await timer->async_wait(kTuple);
}

asio::awaitable<Session::After> Session::send(const Response& response, bool head, bool keepAlive) {
    const std::string_view body =
        response.shared ? std::string_view(*response.shared) : std::string_view(response.body);
    std::string text = responseHead(response, body.size(), keepAlive);
    const bool withBody = !head && response.code != 304 && response.code != 204;
    const bool together = withBody && body.size() <= kChunkBytes;
    if (together) text += body;
    if (!co_await write(text)) co_return After::Close;
    if (withBody && !together && !co_await write(body)) co_return After::Close;
    co_return keepAlive ? After::KeepAlive : After::Close;
}

asio::awaitable<void> Session::stream(StreamReply reply, const Request& request) {
    std::shared_ptr<EventSocket> socket;
    if (isWebSocket(request)) {
        socket = std::make_shared<EventSocket>(m_stream, reply.contentType.starts_with(kProtobufMedia));
        if (!co_await socket->accept(request)) co_return;
    } else if (!co_await write(streamHead(reply))) {
        co_return;
    }
    m_sink = std::make_shared<StreamSink>(m_shared->config.watchQueueBytes, m_shared->inFlight);
    if (m_stopping) m_sink->end();
    asio::co_spawn(m_stream.get_executor(), watchPeer(socket), asio::detached);
    auto producer =
        co_await onWorker(m_shared->workers, [sink = m_sink, start = std::move(reply.start)] { return start(sink); });
    // A stream without its producer has nothing to say.
    if (!producer) m_sink->close();
    asio::steady_timer deadline(m_stream.get_executor(), reply.timeout);
    if (reply.timeout.count() > 0)
        deadline.async_wait([sink = m_sink](const ErrorCode& error) {
            if (!error) sink->timeOut();
        });
    if (socket)
        co_await writeMessages(*socket);
    else
        co_await writeFrames();
    // Stopping a producer waits for the call that it is in; that is a worker's to wait for.
    if (producer)
        co_await onWorker(m_shared->workers,
                          [producer = std::move(*producer)]() mutable { return producer.reset(), true; });
    m_sink->close();
}

asio::awaitable<void> Session::writeMessages(EventSocket& socket) {
    std::deque<StreamSink::Frame> frames;
    StreamSink::Next next;
    while ((next = co_await m_sink->next(frames)) == StreamSink::Next::Frames) {
        for (const StreamSink::Frame& frame : frames) {
            expectProgress();
            const bool written = co_await socket.write(*frame);
            endWrite();
            if (!written) co_return;
        }
        frames.clear();
    }
    if (next != StreamSink::Next::Closed && next != StreamSink::Next::Overflowed) co_await socket.close();
}

/// One chunk of a body in chunks.
asio::awaitable<bool> Session::writeChunk(std::string_view bytes) {
    if (bytes.empty()) co_return true;
    char size[20];
    const auto [end, error] = std::to_chars(size, size + sizeof size, bytes.size(), 16);
    std::string framed(size, end);
    framed.append("\r\n");
    if (bytes.size() > kChunkBytes) {
        // Not copied: it may be a whole list.
        co_return co_await write(framed) && co_await write(bytes) && co_await write("\r\n");
    }
    framed.reserve(framed.size() + bytes.size() + 2);
    framed.append(bytes).append("\r\n");
    co_return co_await write(framed);
}

asio::awaitable<void> Session::writeFrames() {
    std::deque<StreamSink::Frame> frames;
    std::string chunk;
    const auto flush = [&, session = this](this auto) -> asio::awaitable<bool> {
        const std::string bytes = std::exchange(chunk, {});
        co_return co_await session->writeChunk(bytes);
    };
    while (true) {
        const StreamSink::Next next = co_await m_sink->next(frames);
        if (next == StreamSink::Next::Closed || next == StreamSink::Next::Overflowed) co_return;
        if (next != StreamSink::Next::Frames) {
            co_await write("0\r\n\r\n");
            co_return;
        }
        for (const StreamSink::Frame& frame : frames) {
            const bool large = frame->size() > kChunkBytes;
            if ((large || chunk.size() + frame->size() > kChunkBytes) && !co_await flush()) co_return;
            if (!large)
                chunk += *frame;
            else if (!co_await writeChunk(*frame))
                co_return;
        }
        frames.clear();
        if (!co_await flush()) co_return;
    }
}

/// A client that watches has nothing more to say: whatever is read, or cannot be, ends the stream.
asio::awaitable<void> Session::watchPeer(std::shared_ptr<EventSocket> given) {
    const auto self = shared_from_this();
    const auto sink = m_sink;
    const auto socket = std::move(given);  // goes before the session, whose stream it uses
    m_stream.next_layer().expires_never();
    if (socket) {
        co_await socket->awaitClose([sink] { sink->close(); });
    } else {
        char byte;
        co_await m_stream.async_read_some(asio::buffer(&byte, 1), kTuple);
    }
    sink->close();
}

asio::awaitable<void> Session::relay(const ProxyReply& proxy, const Request& request) {
    const auto data = m_buffer.data();
    std::string early(static_cast<const char*>(data.data()), data.size());
    m_buffer.clear();
    if (m_stopping) co_return;
    auto failed = co_await relayTo(m_stream, std::move(early), proxy, request, *m_shared, m_relayed);
    if (!failed) co_return;
    Response response = refusal(request, *failed);
    finish(request, {}, response);
    response.headers.insert(response.headers.end(), proxy.answerHeaders.begin(), proxy.answerHeaders.end());
    co_await send(response, request.method == "HEAD", false);
}

asio::awaitable<void> Session::close() {
    auto& tcp = m_stream.next_layer();
    if (!tcp.socket().is_open()) co_return;
    if (!m_sink) {
        tcp.expires_after(kCloseTime);
        co_await m_stream.async_shutdown(kTuple);
    }
    tcp.close();
}

}  // namespace armillary::server::http
