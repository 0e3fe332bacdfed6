#include "engine/server/answer.h"

#include <algorithm>

#include "engine/server/media.h"
#include "engine/server/presentation.h"
#include "engine/server/render.h"

namespace armillary::server {
namespace {

/// A Warning header's value (RFC 9111's predecessor, code 299) as client-go reads it.
std::string warningHeader(std::string_view text) {
    std::string out = "299 - \"";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) continue;
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

}  // namespace

Response refusal(const Request& request, const Status& status) {
    const auto media = negotiate(request.header("accept"), {.protobuf = true, .metaForms = false});
    if (media) return respond(status, *media);
    Response response = respond(status);
    response.body = indentedJson(response.body);
    return response;
}

void finish(const Request& request, const std::vector<std::string>& warnings, Response& response) {
    for (const std::string& warning : warnings) response.headers.emplace_back("Warning", warningHeader(warning));
    const auto isCacheControl = [](const auto& header) { return header.first == "Cache-Control"; };
    if (std::ranges::none_of(response.headers, isCacheControl))
        response.headers.emplace_back("Cache-Control", "no-cache, private");
    present(request, response);
}

}  // namespace armillary::server
