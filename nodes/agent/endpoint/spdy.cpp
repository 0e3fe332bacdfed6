#include "nodes/agent/endpoint/spdy.h"

#include <zlib.h>

#include <algorithm>

namespace armillary::agent::spdy {
namespace {

constexpr std::size_t kHeadBytes = 8;
constexpr std::uint16_t kVersion = 3;
constexpr std::uint8_t kFin = 1;
constexpr std::size_t kMaxHeaders = 256;
/// Data is handed on in pieces of at most this.
constexpr std::size_t kPieceBytes = 32u << 10;

std::uint32_t readNumber(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

void writeNumber(std::string& out, std::uint32_t value, int size) {
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

std::string controlFrame(FrameType type, std::uint8_t flags, std::string_view body) {
    std::string out;
    writeNumber(out, 0x8000u | kVersion, 2);
    writeNumber(out, static_cast<std::uint32_t>(type), 2);
    writeNumber(out, flags, 1);
    writeNumber(out, static_cast<std::uint32_t>(body.size()), 3);
    return out.append(body);
}

const Bytef* bytesOf(std::string_view text) {
    return reinterpret_cast<const Bytef*>(text.data());
}

std::expected<Headers, std::string> readHeaders(std::string_view block) {
    const auto broken = [] { return std::unexpected(std::string("SPDY: malformed header block")); };
    if (block.size() < 4) return broken();
    const std::uint32_t count = readNumber(block, 0, 4);
    if (count > kMaxHeaders) return std::unexpected("SPDY: too many headers");
    std::size_t at = 4;
    const auto text = [&](std::string& out) {
        if (block.size() - at < 4) return false;
        const std::size_t size = readNumber(block, at, 4);
        at += 4;
        if (block.size() - at < size) return false;
        out = block.substr(at, size);
        at += size;
        return true;
    };
    Headers headers;
    for (std::uint32_t i = 0; i < count; ++i) {
        std::pair<std::string, std::string> header;
        if (!text(header.first) || !text(header.second)) return broken();
        headers.push_back(std::move(header));
    }
    return headers;
}

}  // namespace

void Decoder::End::operator()(z_stream_s* stream) const {
    inflateEnd(stream);
    delete stream;
}

Decoder::Decoder() : m_inflater(new z_stream_s{}) {
    inflateInit(m_inflater.get());
}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;

void Decoder::feed(std::string_view bytes) {
    m_input.erase(0, std::exchange(m_at, 0));
    m_input += bytes;
}

std::expected<std::optional<Frame>, std::string> Decoder::next() {
    if (m_inData) return piece();
    const std::string_view input = std::string_view(m_input).substr(m_at);
    if (input.size() < kHeadBytes) return std::nullopt;
    const std::size_t length = readNumber(input, 5, 3);
    if ((input[0] & 0x80) == 0) {
        m_stream = readNumber(input, 0, 4);
        m_fin = (input[4] & kFin) != 0;
        m_dataLeft = length;
        m_inData = true;
        m_at += kHeadBytes;
        return piece();
    }
    if (readNumber(input, 0, 2) != (0x8000u | kVersion)) return std::unexpected("SPDY: another version than 3");
    if (length > kMaxControlBytes) return std::unexpected("SPDY: control frame too large");
    if (input.size() - kHeadBytes < length) return std::nullopt;
    m_at += kHeadBytes + length;
    return control(input, length);
}

std::optional<Frame> Decoder::piece() {
    const std::size_t size = std::min({m_dataLeft, m_input.size() - m_at, kPieceBytes});
    if (size == 0 && m_dataLeft > 0) return std::nullopt;
    Frame frame{.type = FrameType::Data, .stream = m_stream, .data = m_input.substr(m_at, size)};
    m_at += size;
    m_dataLeft -= size;
    m_inData = m_dataLeft > 0;
    frame.fin = m_fin && !m_inData;
    return frame;
}

std::expected<std::optional<Frame>, std::string> Decoder::control(std::string_view head, std::size_t length) {
    const std::string_view body = head.substr(kHeadBytes, length);
    Frame frame{.type = static_cast<FrameType>(readNumber(head, 2, 2))};
    frame.fin = (head[4] & kFin) != 0;
    const auto need = [&](std::size_t size) { return body.size() >= size; };
    const std::unexpected shortFrame(std::string("SPDY: control frame too short"));
    std::size_t block = 0;
    switch (frame.type) {
        case FrameType::SynStream:
            block = 10;
            break;
        case FrameType::SynReply:
        case FrameType::Headers:
            block = 4;
            break;
        case FrameType::Reset:
        case FrameType::GoAway:
        case FrameType::WindowUpdate:
            if (!need(8)) return shortFrame;
            frame.stream = frame.type == FrameType::GoAway ? 0 : readNumber(body, 0, 4) & 0x7fffffffu;
            frame.value = readNumber(body, 4, 4);
            return frame;
        case FrameType::Ping:
            if (!need(4)) return shortFrame;
            frame.value = readNumber(body, 0, 4);
            return frame;
        default:
            return frame;  // settings and unknown ones carry nothing of interest
    }
    if (!need(block)) return shortFrame;
    frame.stream = readNumber(body, 0, 4) & 0x7fffffffu;
    auto headers = inflate(body.substr(block));
    if (!headers) return std::unexpected(headers.error());
    frame.headers = std::move(*headers);
    return frame;
}

std::expected<Headers, std::string> Decoder::inflate(std::string_view block) {
    std::string plain(kMaxControlBytes, '\0');
    z_stream_s& stream = *m_inflater;
    stream.next_in = const_cast<Bytef*>(bytesOf(block));
    stream.avail_in = static_cast<uInt>(block.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    int code = ::inflate(&stream, Z_SYNC_FLUSH);
    if (code == Z_NEED_DICT) {
        const std::string& dictionary = headerDictionary();
        code = inflateSetDictionary(&stream, bytesOf(dictionary), static_cast<uInt>(dictionary.size()));
        if (code == Z_OK) code = ::inflate(&stream, Z_SYNC_FLUSH);
    }
    if ((code != Z_OK && code != Z_BUF_ERROR) || stream.avail_in != 0 || stream.avail_out == 0) {
        return std::unexpected("SPDY: header block does not decompress");
    }
    plain.resize(plain.size() - stream.avail_out);
    return readHeaders(plain);
}

void Encoder::End::operator()(z_stream_s* stream) const {
    deflateEnd(stream);
    delete stream;
}

Encoder::Encoder() : m_deflater(new z_stream_s{}) {
    deflateInit(m_deflater.get(), Z_BEST_COMPRESSION);
    const std::string& dictionary = headerDictionary();
    deflateSetDictionary(m_deflater.get(), bytesOf(dictionary), static_cast<uInt>(dictionary.size()));
}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;

std::string Encoder::deflate(const Headers& headers) {
    std::string plain;
    writeNumber(plain, static_cast<std::uint32_t>(headers.size()), 4);
    for (const auto& [name, value] : headers) {
        for (const std::string* text : {&name, &value}) {
            writeNumber(plain, static_cast<std::uint32_t>(text->size()), 4);
            plain += *text;
        }
    }
    z_stream_s& stream = *m_deflater;
    std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = const_cast<Bytef*>(bytesOf(plain));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_SYNC_FLUSH);
    out.resize(out.size() - stream.avail_out);
    return out;
}

std::string Encoder::synStream(std::uint32_t stream, const Headers& headers, bool fin) {
    std::string body;
    writeNumber(body, stream, 4);
    writeNumber(body, 0, 4);  // belongs to no other stream
    writeNumber(body, 0, 2);  // priority and slot
    return controlFrame(FrameType::SynStream, fin ? kFin : 0, body + deflate(headers));
}

std::string Encoder::synReply(std::uint32_t stream, const Headers& headers, bool fin) {
    std::string body;
    writeNumber(body, stream, 4);
    return controlFrame(FrameType::SynReply, fin ? kFin : 0, body + deflate(headers));
}

std::string Encoder::data(std::uint32_t stream, std::string_view bytes, bool fin) {
    std::string out;
    out.reserve(kHeadBytes + bytes.size());
    writeNumber(out, stream & 0x7fffffffu, 4);
    writeNumber(out, fin ? kFin : 0, 1);
    writeNumber(out, static_cast<std::uint32_t>(bytes.size()), 3);
    return out.append(bytes);
}

std::string Encoder::reset(std::uint32_t stream, std::uint32_t status) {
    std::string body;
    writeNumber(body, stream, 4);
    writeNumber(body, status, 4);
    return controlFrame(FrameType::Reset, 0, body);
}

std::string Encoder::ping(std::uint32_t id) {
    std::string body;
    writeNumber(body, id, 4);
    return controlFrame(FrameType::Ping, 0, body);
}

std::string Encoder::goAway(std::uint32_t lastStream) {
    std::string body;
    writeNumber(body, lastStream, 4);
    writeNumber(body, 0, 4);
    return controlFrame(FrameType::GoAway, 0, body);
}

}  // namespace armillary::agent::spdy
