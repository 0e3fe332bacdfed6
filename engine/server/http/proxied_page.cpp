#include "engine/server/http/proxied_page.h"

#include <zlib.h>

#include <charconv>
#include <memory>

#include "engine/server/http/message.h"
#include "engine/server/media.h"

namespace armillary::server::http {
namespace {

constexpr int kGzipWindowBits = 15 + 16;
constexpr std::size_t kPieceBytes = 64u << 10;

/// Calls `visit` with the name and the value of each header line, and with the whole line.
template <class Visit>
void eachHeader(std::string_view head, Visit visit) {
    head.remove_prefix(std::min(head.find("\r\n") + 2, head.size()));
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        std::string_view value = line.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
        visit(line.substr(0, colon), value, line);
    }
}

/// The content of a chunked body (RFC 9112, section 7.1) when its last chunk is there.
std::optional<std::string> unchunked(std::string_view raw) {
    std::string out;
    for (;;) {
        const std::size_t end = raw.find("\r\n");
        if (end == std::string_view::npos) return std::nullopt;
        std::size_t size = 0;
        const auto [after, error] = std::from_chars(raw.data(), raw.data() + end, size, 16);
        if (error != std::errc() || size > kMaxPageBytes) return std::nullopt;
        raw.remove_prefix(end + 2);
        if (size == 0) return out;
        if (raw.size() < size + 2) return std::nullopt;
        out.append(raw.substr(0, size));
        raw.remove_prefix(size + 2);
    }
}

std::optional<std::string> gunzipped(std::string_view packed) {
    z_stream stream{};
    if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) return std::nullopt;
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> open(&stream, inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    int result = Z_OK;
    while (result == Z_OK && out.size() <= kMaxPageBytes) {
        const std::size_t before = out.size();
        out.resize(before + kPieceBytes);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = kPieceBytes;
        result = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    return result == Z_STREAM_END ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

std::string_view ProxiedPage::header(std::string_view name) const {
    std::string_view found;
    eachHeader(m_head, [&](std::string_view one, std::string_view value, std::string_view) {
        if (equalsIgnoringCase(one, name)) found = value;
    });
    return found;
}

bool ProxiedPage::isHtml() const {
    const std::string_view status = std::string_view(m_head).substr(0, m_head.find("\r\n"));
    const std::string_view code = status.substr(std::min(status.find(' ') + 1, status.size()), 3);
    if (code.starts_with('1') || code == "204" || code == "304" || !header("location").empty()) return false;
    const std::string_view coding = header("content-encoding");
    return mediaType(header("content-type")) == "text/html" && (coding.empty() || equalsIgnoringCase(coding, "gzip"));
}

std::optional<std::string> ProxiedPage::unframed(bool ended) const {
    if (equalsIgnoringCase(header("transfer-encoding"), "chunked")) return unchunked(m_raw);
    const std::string_view length = header("content-length");
    if (length.empty()) return ended ? std::optional(m_raw) : std::nullopt;
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), size);
    if (error != std::errc() || m_raw.size() < size) return std::nullopt;
    return m_raw.substr(0, size);
}

std::optional<std::string> ProxiedPage::body(bool ended) const {
    auto plain = unframed(ended);
    if (!plain || header("content-encoding").empty()) return plain;
    return gunzipped(*plain);
}

std::string ProxiedPage::with(std::string_view body) const {
    std::string out = m_head.substr(0, m_head.find("\r\n") + 2);
    eachHeader(m_head, [&](std::string_view name, std::string_view, std::string_view line) {
        for (const std::string_view dropped : {"content-length", "content-encoding", "transfer-encoding"})
            if (equalsIgnoringCase(name, dropped)) return;
        out.append(line).append("\r\n");
    });
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    return out.append(body);
}

}  // namespace armillary::server::http
