#include "nodes/images/sample_web/request.h"

#include <algorithm>
#include <charconv>

namespace armillary::sample {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

bool isToken(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != ':'; });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// False when the line is malformed.
bool readRequestLine(std::string_view line, Request& request) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) return false;
    const std::string_view version = line.substr(last + 1);
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, last - first - 1);
    if (!isToken(request.method)) return false;
    if (request.target.find_first_of(" \t\r\n") != std::string::npos || !request.target.starts_with('/')) return false;
    request.keepAlive = version == "HTTP/1.1";
    return version == "HTTP/1.1" || version == "HTTP/1.0";
}

/// False when the field is malformed or asks for what the server does not take.
bool readField(std::string_view line, Request& request) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) return false;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (same(name, "Content-Length")) {
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), request.bodyBytes);
        return error == std::errc() && end == value.data() + value.size();
    }
    if (same(name, "Transfer-Encoding")) return false;
    if (same(name, "Connection")) {
        if (same(value, "close")) request.keepAlive = false;
        if (same(value, "keep-alive")) request.keepAlive = true;
    }
    return true;
}

}  // namespace

Parsed parseRequest(std::string_view input) {
    const auto end = input.substr(0, kMaxHeadBytes).find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return {input.size() >= kMaxHeadBytes ? ParseOutcome::TooLarge : ParseOutcome::Incomplete};
    }
    Parsed parsed{ParseOutcome::Complete, end + 4};
    std::string_view head = input.substr(0, end);
    for (bool first = true; first || !head.empty(); first = false) {
        const auto lineEnd = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, lineEnd);
        if (first ? !readRequestLine(line, parsed.request) : !readField(line, parsed.request)) {
            return {ParseOutcome::Bad, end + 4};
        }
        head.remove_prefix(std::min(lineEnd + 2, head.size()));
    }
    if (parsed.request.bodyBytes > kMaxBodyBytes) parsed.outcome = ParseOutcome::TooLarge;
    return parsed;
}

}  // namespace armillary::sample
