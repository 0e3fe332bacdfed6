#include "engine/server/target.h"

#include <array>

#include "engine/schema/percent.h"

namespace armillary::server {
namespace {

bool isControl(int byte) {
    return byte < 0x20 || byte == 0x7f;
}

std::expected<std::string, std::string> decodePath(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            if (isControl(static_cast<unsigned char>(text[i]))) return std::unexpected("control character in path");
            out.push_back(text[i]);
            continue;
        }
        const int byte = schema::escapedByte(text, i);
        if (byte < 0) return std::unexpected("invalid URL escape in path");
        if (isControl(byte)) return std::unexpected("control character in path");
        if (byte == '/' || byte == '%')
            out.append(text.substr(i, 3));
        else
            out.push_back(static_cast<char>(byte));
        i += 2;
    }
    return out;
}

std::expected<std::string, std::string> decodeQueryPart(std::string_view text) {
    auto decoded = schema::percentDecoded(text, true);
    if (!decoded) return std::unexpected("invalid URL escape in query");
    return *std::move(decoded);
}

}  // namespace

std::expected<Target, std::string> parseTarget(std::string_view target) {
    if (target.size() > kMaxTargetBytes) return std::unexpected("request target is too long");
    if (target.empty() || target.front() != '/') return std::unexpected("request target is not a path");
    target = target.substr(0, target.find('#'));
    Target result;
    const std::size_t mark = target.find('?');
    auto path = decodePath(target.substr(0, mark));
    if (!path) return std::unexpected(path.error());
    result.path = std::move(*path);
    if (mark == std::string_view::npos) return result;

    std::string_view rest = target.substr(mark + 1);
    while (!rest.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (pair.empty()) continue;
        if (result.query.size() == kMaxQueryParameters) return std::unexpected("too many query parameters");
        const std::size_t equals = pair.find('=');
        auto name = decodeQueryPart(pair.substr(0, equals));
        auto value = decodeQueryPart(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
        if (!name || !value) return std::unexpected(name ? value.error() : name.error());
        result.query.emplace_back(std::move(*name), std::move(*value));
    }
    return result;
}

std::string encodeQuery(std::string_view text) {
    return schema::percentEncoded(text);
}

std::string encodePath(std::string_view path) {
    return schema::percentEncoded(path, "/%:@!$&'()*+,;=");
}

}  // namespace armillary::server
