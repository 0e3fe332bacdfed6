#include <cstdint>
#include <cstdlib>

#include "engine/server/http/html_links.h"
#include "engine/server/http/message.h"
#include "engine/server/http/proxied_page.h"
#include "engine/server/json_text.h"
#include "engine/server/media.h"
#include "engine/server/page.h"
#include "engine/server/routes.h"
#include "engine/server/target.h"

using namespace armillary;
using namespace armillary::server;

namespace {

/// What goes out again must not hold a line break that came in.
void checkHead(const std::string& head, std::size_t headers) {
    std::size_t lines = 0;
    for (std::size_t at = 0; (at = head.find('\n', at)) != std::string::npos; ++at) ++lines;
    if (lines > headers || !head.ends_with("\r\n\r\n")) std::abort();
}

}  // namespace

/// The first line is a request target, the second an Accept header, the third any other header, the rest a document:
/// everything that is read of a request before its body is decoded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto line = [&] {
        const std::size_t end = rest.find('\n');
        const std::string_view text = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        return text;
    };
    const std::string_view target = line(), accept = line(), header = line();
    (void)negotiate(accept, {.protobuf = size % 2 == 0});
    (void)mediaType(header);
    (void)membersOf(rest);
    (void)memberOf(rest, "metadata");
    if (const auto token = decodeContinue(header))
        if (decodeContinue(encodeContinue(*token))->startAfter != token->startAfter) std::abort();

    const auto parsed = parseTarget(target);
    if (!parsed) return 0;
    for (const char c : parsed->path)
        if (static_cast<unsigned char>(c) < 0x20) std::abort();
    Request request{.method = "GET",
                    .path = parsed->path,
                    .query = parsed->query,
                    .headers = {{"x", std::string(header)},
                                {"upgrade", std::string(header)},
                                {"connection", std::string(header)},
                                {"sec-websocket-protocol", std::string(header)}}};
    const Route route = routeOf(resources::Table::builtIn(), request);
    if (!route.rest.empty() && route.subresource.empty()) std::abort();
    const std::string again = encodePath(parsed->path);
    if (again.find_first_of(" \r\n?#") != std::string::npos) std::abort();
    checkHead(http::proxiedHead(request, {.host = "h", .target = again}), 8);
    Response response;
    response.headers.emplace_back("Warning", std::string(header));
    checkHead(http::responseHead(response, 1, false), 7);
    (void)http::withLocationPrefix(rest, "/prefix");
    // Without a prefix nothing is to be changed but references to the other side.
    if (!rest.contains("//") && http::proxiedHtml(rest, "", "h:1") != rest) std::abort();
    http::ProxiedPage page(std::string(header) + "\r\n\r\n");
    page.add(rest);
    if (page.isHtml()) (void)page.body(true);
    return 0;
}
