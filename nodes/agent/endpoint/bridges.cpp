#include "nodes/agent/endpoint/bridges.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>
#include <map>

#include "engine/schema/json_codec.h"
#include "engine/schema/text.h"
#include "nodes/agent/endpoint/channels.h"
#include "nodes/agent/endpoint/web_socket.h"

namespace armillary::agent {
namespace {

using namespace asio::experimental::awaitable_operators;

constexpr std::size_t kMaxRunOutput = 1u << 20;

/// Largest exit status that is kept for a client that is told of it in plain words.
constexpr std::size_t kMaxStatus = 64u << 10;

/// The client's side. Messages begin with their channel: a byte, or a digit where the rest is base64.
struct Channels {
    WebSocket& socket;
    const bool inBase64, inWords;  ///< inWords: failures are told as sentences, success not at all

    Channels(WebSocket& client, std::string_view protocol)
        : socket(client),
          inBase64(protocol.contains("base64")),
          inWords(!protocol.starts_with("v4.") && !protocol.starts_with("v5.")) {}
};

Task<bool> accept(Channels& channels, const Upgrade& upgrade, const std::string& protocol) {
    const bool accepted = co_await acceptWebSocket(channels.socket, upgrade.request, protocol);
    channels.socket.binary(!channels.inBase64);
    co_return accepted;
}

Task<bool> write(Channels& channels, std::uint8_t channel, std::string_view bytes) {
    std::string encoded;
    if (channels.inBase64) {
        channel = static_cast<std::uint8_t>('0' + channel);
        schema::appendBase64(encoded, bytes);
        bytes = encoded;
    }
    const std::array<asio::const_buffer, 2> parts{asio::buffer(&channel, 1), asio::buffer(bytes)};
    const auto [error, count] = co_await channels.socket.async_write(parts, kAwait);
    co_return !error;
}

/// The next message; nothing at the end.
Task<std::optional<std::string>> read(WebSocket& socket) {
    beast::flat_buffer buffer;
    const auto [error, count] = co_await socket.async_read(buffer, kAwait);
    if (error) co_return std::nullopt;
    co_return std::string(static_cast<const char*>(buffer.data().data()), buffer.size());
}

/// The same with its channel as a byte and what it carries as it is; nothing also for what is no such message.
Task<std::optional<std::string>> read(Channels& channels) {
    auto message = co_await read(channels.socket);
    if (!message || message->empty() || !channels.inBase64) co_return message;
    co_return channels::fromBase64(*message);
}

struct ExecStreams {
    std::uint32_t error = 0, in = 0, out = 0, err = 0, resize = 0;
};

/// In the runtime's order; it waits until it has all of them.
Task<bool> openStreams(SpdyClient& runtime, const ExecOptions& options, ExecStreams& streams) {
    const auto open = [&](std::uint32_t& id, const char* type) {
        return runtime.openStream(id, {{"streamtype", type}});
    };
    if (!co_await open(streams.error, "error")) co_return false;
    if (options.stdin_ && !co_await open(streams.in, "stdin")) co_return false;
    if (options.stdout_ && !co_await open(streams.out, "stdout")) co_return false;
    if (options.stderr_ && !options.tty && !co_await open(streams.err, "stderr")) co_return false;
    if (options.tty && !co_await open(streams.resize, "resize")) co_return false;
    co_return true;
}

Task<> execInput(Channels& socket, SpdyClient& runtime, const ExecStreams& streams, bool canClose) {
    bool inputOpen = streams.in != 0;
    for (;;) {
        const auto message = co_await read(socket);
        if (!message) co_return;
        const auto input = channels::readInput(*message, canClose);
        if (!input) co_return;
        const bool isInput = input->channel == channels::kStdin;
        const std::uint32_t stream = isInput ? streams.in : streams.resize;
        if (input->kind == channels::Input::Kind::Ignored || stream == 0 || (isInput && !inputOpen)) continue;
        const bool end = input->kind == channels::Input::Kind::EndOfInput;
        if (end) inputOpen = false;
        if (!co_await runtime.sendData(stream, input->data, end)) {
            // The command no longer reads. What it writes may still come; the client's messages are dropped.
            inputOpen = false;
        }
    }
}

/// How the command ended, for a client that wants words.
Task<> tell(Channels& socket, const std::string& ending) {
    const auto status = schema::fromJson<Status>(ending);
    if (!status) {
        co_await write(socket, channels::kError, ending);
    } else if (status->status != "Success") {
        co_await write(socket, channels::kError, status->message);
    }
}

/// False when the client takes no more.
Task<bool> execOutput(Channels& socket, std::shared_ptr<TlsStream> client, SpdyClient& runtime,
                      const ExecStreams& streams) {
    std::map<std::uint32_t, std::uint8_t> open{{streams.error, channels::kError}};
    if (streams.out != 0) open[streams.out] = channels::kStdout;
    if (streams.err != 0) open[streams.err] = channels::kStderr;
    bool ended = false;
    std::string ending;
    while (!open.empty()) {
        const auto frame = co_await runtime.next();
        if (!frame) break;
        const auto found = open.find(frame->stream);
        if (found == open.end()) continue;
        if (frame->type == spdy::FrameType::Data && !frame->data.empty()) {
            const bool isStatus = found->second == channels::kError;
            ended |= isStatus;
            if (isStatus && socket.inWords) {
                ending += std::string_view(frame->data).substr(0, kMaxStatus - std::min(ending.size(), kMaxStatus));
            } else if (!co_await write(socket, found->second, frame->data)) {
                co_return false;
            }
        }
        if (frame->fin || frame->type == spdy::FrameType::Reset) open.erase(found);
    }
    if (!ended) {
        // A client must be able to tell success from a runtime that died.
        Status status = status::internalError("the container runtime ended the session without an exit status");
        ending = schema::toJson(status);
        if (!socket.inWords) co_await write(socket, channels::kError, ending);
    }
    if (socket.inWords) co_await tell(socket, ending);
    co_await closeWebSocket(socket.socket, client);
    co_return true;
}

}  // namespace

Task<bool> bridgeExec(Upgrade upgrade, std::string protocol, ExecOptions options, SpdyClient runtime) {
    WebSocket stream(*upgrade.client);
    Channels socket(stream, protocol);
    if (!co_await accept(socket, upgrade, protocol)) co_return false;
    ExecStreams streams;
    if (!co_await openStreams(runtime, options, streams)) co_return true;
    const bool canClose = protocol == "v5.channel.k8s.io";
    const auto first = co_await (execInput(socket, runtime, streams, canClose) ||
                                 execOutput(socket, upgrade.client, runtime, streams));
    runtime.close();
    co_return first.index() == 1 && std::get<1>(first);
}

Task<std::string> collectOutput(SpdyClient runtime, bool& failed) {
    ExecStreams streams;
    std::string output, ending;
    if (co_await openStreams(runtime, {.command = {}, .stdout_ = true, .stderr_ = true}, streams)) {
        while (const auto frame = co_await runtime.next()) {
            if (frame->type != spdy::FrameType::Data) continue;
            std::string& into = frame->stream == streams.error ? ending : output;
            into += std::string_view(frame->data).substr(0, kMaxRunOutput - std::min(into.size(), kMaxRunOutput));
        }
    }
    const auto status = schema::fromJson<Status>(ending);
    failed = !status || status->status != "Success";
    runtime.close();
    co_return output;
}

namespace {

struct PortStreams {
    std::uint16_t port = 0;
    std::uint32_t error = 0, data = 0;
};

Task<bool> openPorts(Channels& socket, SpdyClient& runtime, std::vector<PortStreams>& streams) {
    for (std::size_t i = 0; i < streams.size(); ++i) {
        PortStreams& each = streams[i];
        const std::string port = std::to_string(each.port), request = std::to_string(i);
        const auto headers = [&](const char* type) {
            return spdy::Headers{{"streamtype", type}, {"port", port}, {"requestid", request}};
        };
        if (!co_await runtime.openStream(each.error, headers("error"))) co_return false;
        // The error stream is the runtime's to write.
        if (!co_await runtime.sendData(each.error, {}, true)) co_return false;
        if (!co_await runtime.openStream(each.data, headers("data"))) co_return false;
        // Both channels begin with the port, little-endian.
        const char number[2] = {static_cast<char>(each.port & 255), static_cast<char>(each.port >> 8)};
        for (const std::size_t channel : {2 * i, 2 * i + 1}) {
            if (!co_await write(socket, static_cast<std::uint8_t>(channel), {number, 2})) co_return false;
        }
    }
    co_return true;
}

Task<> portInput(Channels& socket, SpdyClient& runtime, const std::vector<PortStreams>& streams) {
    while (const auto message = co_await read(socket)) {
        if (message->empty()) continue;
        const auto channel = static_cast<std::uint8_t>(message->front());
        if (channel % 2 != 0 || channel / 2 >= streams.size()) co_return;
        if (message->size() > 1 &&
            !co_await runtime.sendData(streams[channel / 2].data, std::string_view(*message).substr(1), false))
            co_return;
    }
}

Task<> portOutput(Channels& socket, std::shared_ptr<TlsStream> client, SpdyClient& runtime,
                  const std::vector<PortStreams>& streams) {
    std::map<std::uint32_t, std::uint8_t> open;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        open[streams[i].data] = static_cast<std::uint8_t>(2 * i);
        open[streams[i].error] = static_cast<std::uint8_t>(2 * i + 1);
    }
    while (!open.empty()) {
        const auto frame = co_await runtime.next();
        if (!frame) break;
        const auto found = open.find(frame->stream);
        if (found == open.end()) continue;
        if (!frame->data.empty() && !co_await write(socket, found->second, frame->data)) co_return;
        if (frame->fin || frame->type == spdy::FrameType::Reset) open.erase(found);
    }
    co_await closeWebSocket(socket.socket, client);
}

Task<> tunnelUp(WebSocket& socket, tcp::socket& runtime) {
    while (const auto message = co_await read(socket)) {
        if (const auto [error, count] = co_await asio::async_write(runtime, asio::buffer(*message), kAwait); error)
            co_return;
    }
}

Task<> tunnelDown(RuntimeConnection& runtime, WebSocket& socket, std::shared_ptr<TlsStream> client) {
    std::string buffer = std::move(runtime.rest);
    std::size_t size = buffer.size();
    buffer.resize(std::max(size, kBlockBytes));
    for (;;) {
        if (size > 0) {
            const auto [failed, written] = co_await socket.async_write(asio::buffer(buffer.data(), size), kAwait);
            if (failed) co_return;
        }
        const auto [error, count] = co_await runtime.socket.async_read_some(asio::buffer(buffer), kAwait);
        if (error) break;
        size = count;
    }
    co_await closeWebSocket(socket, client);
}

}  // namespace

Task<> bridgePorts(Upgrade upgrade, std::string protocol, std::vector<std::uint16_t> ports, SpdyClient runtime) {
    WebSocket stream(*upgrade.client);
    Channels socket(stream, protocol);
    if (!co_await accept(socket, upgrade, protocol)) co_return;
    std::vector<PortStreams> streams;
    for (const std::uint16_t port : ports) streams.push_back({.port = port});
    if (!co_await openPorts(socket, runtime, streams)) co_return;
    co_await (portInput(socket, runtime, streams) || portOutput(socket, upgrade.client, runtime, streams));
    runtime.close();
}

Task<> bridgeTunnel(Upgrade upgrade, std::string protocol, RuntimeConnection runtime) {
    WebSocket socket(*upgrade.client);
    if (!co_await acceptWebSocket(socket, upgrade.request, protocol)) co_return;
    co_await (tunnelUp(socket, runtime.socket) || tunnelDown(runtime, socket, upgrade.client));
}

}  // namespace armillary::agent
