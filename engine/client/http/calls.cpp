#include "engine/client/http/calls.h"

#include <algorithm>
#include <format>

#include "engine/client/http/channel_socket.h"
#include "engine/client/http/endpoint.h"
#include "engine/client/http/following.h"

namespace armillary::client {

namespace {

/// The text of a warning: `299 - "text"`, its quotes and backslashes escaped (RFC 9111, 5.5). As it is where it is
/// none.
std::string warningText(std::string_view header) {
    const std::size_t begin = header.find('"');
    if (begin == std::string_view::npos) return std::string(header);
    std::string text;
    for (std::size_t at = begin + 1; at < header.size() && header[at] != '"'; ++at) {
        if (header[at] == '\\' && at + 1 < header.size()) ++at;
        text += header[at];
    }
    return text;
}

bool isOneLine(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

class HttpCalls final : public Calls {
public:
    HttpCalls(HttpConfig config, Endpoint endpoint)
        : m_config(std::move(config)),
          m_endpoint(std::move(endpoint)),
          m_requester(m_config, m_endpoint),
          m_streams("streams", m_config, m_endpoint) {}

    Result<Answer> call(const Call& call) override {
        auto request = requestOf(call);
        if (!request) return std::unexpected(std::move(request.error()));
        auto answer = m_requester.send(std::move(*request));
        if (!answer) return std::unexpected(std::move(answer.error()));
        Answer made{
            .code = answer->code, .contentType = std::move(answer->contentType), .body = std::move(answer->body)};
        for (const std::string& header : answer->warnings) made.warnings.push_back(warningText(header));
        return made;
    }

    Result<std::unique_ptr<Stream>> follow(const Call& call, StreamHandlers handlers) override {
        auto request = requestOf(call);
        if (!request) return std::unexpected(std::move(request.error()));
        return attemptAs(m_config, std::move(*request), [&](const HttpRequest& proven) {
            return openFollowing(m_streams, proven, call.patient, handlers);
        });
    }

    Result<std::unique_ptr<Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                           ChannelHandlers handlers) override {
        auto request = requestOf({.target = target});
        if (!request) return std::unexpected(std::move(request.error()));
        return attemptAs(m_config, std::move(*request), [&](const HttpRequest& proven) {
            return openChannels(m_streams, proven, protocols, handlers);
        });
    }

private:
    /// Nothing that a caller passes on from elsewhere can become a second header, or a second request.
    Result<HttpRequest> requestOf(const Call& call) const {
        const auto verb = http::string_to_verb(call.method);
        if (verb == http::verb::unknown)
            return std::unexpected(status::badRequest(std::format("there is no method \"{}\"", call.method)));
        if (!call.target.starts_with('/') || call.target.contains(' ') || !isOneLine(call.target) ||
            !isOneLine(call.accept) || !isOneLine(call.contentType))
            return std::unexpected(status::badRequest("the request's target or a header of it is malformed"));
        auto request = makeRequest(m_config, m_endpoint, verb, call.target);
        request.set(http::field::accept, call.accept);
        if (!call.contentType.empty()) request.set(http::field::content_type, call.contentType);
        request.body() = call.body;
        request.prepare_payload();
        return request;
    }

    const HttpConfig m_config;
    const Endpoint m_endpoint;
    Requester m_requester;
    StreamThread m_streams;
};

}  // namespace

Result<std::unique_ptr<Calls>> makeHttpCalls(HttpConfig config) {
    auto endpoint = prepare(config);
    if (!endpoint) return std::unexpected(std::move(endpoint.error()));
    return std::make_unique<HttpCalls>(std::move(config), std::move(*endpoint));
}

}  // namespace armillary::client
