#include "nodes/agent/endpoint/target.h"

#include <algorithm>
#include <charconv>

#include "engine/schema/percent.h"

namespace armillary::agent {
namespace {

constexpr std::size_t kMaxBytes = 64u << 10;
constexpr std::size_t kMaxParts = 4096;

std::string_view take(std::string_view& text, char end) {
    const std::string_view word = text.substr(0, text.find(end));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    return word;
}

}  // namespace

std::optional<RequestTarget> RequestTarget::parse(std::string_view text) {
    if (text.size() > kMaxBytes || !text.starts_with('/')) return std::nullopt;
    RequestTarget target;
    std::string_view query = text;
    std::string_view path = take(query, '?');
    path.remove_prefix(1);
    while (!path.empty()) {
        auto word = schema::percentDecoded(take(path, '/'), false);
        if (!word || target.path.size() >= kMaxParts) return std::nullopt;
        target.path.push_back(std::move(*word));
    }
    while (!query.empty()) {
        std::string_view pair = take(query, '&');
        if (pair.empty()) continue;
        auto name = schema::percentDecoded(take(pair, '='), true);
        auto value = schema::percentDecoded(pair, true);
        if (!name || !value || target.query.size() >= kMaxParts) return std::nullopt;
        target.query.emplace_back(std::move(*name), std::move(*value));
    }
    return target;
}

std::string RequestTarget::parameter(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    return found == query.end() ? std::string() : found->second;
}

bool RequestTarget::has(std::string_view name) const {
    return std::ranges::contains(query, name, &std::pair<std::string, std::string>::first);
}

bool RequestTarget::flag(std::string_view name) const {
    if (!has(name)) return false;
    const std::string value = parameter(name);
    return value.empty() || value == "1" || value == "true" || value == "True";
}

std::vector<std::string> RequestTarget::parameters(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [each, value] : query) {
        if (each == name) values.push_back(value);
    }
    return values;
}

std::optional<RuntimeUrl> RuntimeUrl::parse(std::string_view text) {
    constexpr std::string_view kScheme = "http://";
    if (!text.starts_with(kScheme)) return std::nullopt;
    text.remove_prefix(kScheme.size());
    RuntimeUrl url;
    const auto slash = std::min(text.find('/'), text.size());
    std::string_view authority = text.substr(0, slash);
    if (slash < text.size()) url.target = text.substr(slash);
    const auto colon = authority.rfind(':');
    const bool hasPort = colon != std::string_view::npos && !authority.ends_with(']');
    if (hasPort) {
        const char* end = authority.data() + authority.size();
        const auto [at, error] = std::from_chars(authority.data() + colon + 1, end, url.port);
        if (error != std::errc() || at != end || url.port == 0) return std::nullopt;
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    url.host = authority;
    // It is written into a request's first line.
    if (url.host.empty() || url.target.find_first_of(" \r\n\t") != std::string::npos) return std::nullopt;
    return url;
}

}  // namespace armillary::agent
