#include "engine/server/compression.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace armillary::server {
namespace {

/// Upstream's: the fastest, since what is saved is a network's time.
constexpr int kLevel = 1;
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kMemoryLevel = 8;

/// Whether the list of codings names gzip, as upstream reads it: weights do not count.
bool acceptsGzip(std::string_view codings) {
    while (!codings.empty()) {
        const std::size_t end = codings.find(',');
        std::string_view one = codings.substr(0, end);
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
        if (one == "gzip") return true;
        codings = end == std::string_view::npos ? std::string_view() : codings.substr(end + 1);
    }
    return false;
}

std::string gzip(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib does not start");
    std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int result = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::runtime_error("zlib does not finish");
    return packed;
}

}  // namespace

void compress(const Request& request, Response& response) {
    constexpr std::size_t kMostBytes = 1u << 30;  // zlib counts in 32 bits
    const std::size_t size = response.body.size();
    if (response.shared || size <= kUncompressedBytes || size > kMostBytes) return;
    const auto encoded = [](const auto& header) { return header.first == "Content-Encoding"; };
    if (std::ranges::any_of(response.headers, encoded) || !acceptsGzip(request.header("accept-encoding"))) return;
    response.body = gzip(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
}

}  // namespace armillary::server
