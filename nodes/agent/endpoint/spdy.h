#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct z_stream_s;

/// The framing of SPDY/3.1 (draft-mbelshe-httpbis-spdy-00 and the 3.1 notes), as much as container runtimes speak: they
/// neither send nor heed window updates, so that TCP alone holds a fast sender back.
namespace armillary::agent::spdy {

/// Names in lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;

enum class FrameType : std::uint16_t {
    Data = 0,
    SynStream = 1,
    SynReply = 2,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    Headers = 8,
    WindowUpdate = 9,
};

struct Frame {
    FrameType type = FrameType::Data;
    std::uint32_t stream = 0;  ///< 0 for frames of the whole session
    bool fin = false;          ///< nothing more comes on this stream from the sender
    Headers headers;           ///< SynStream, SynReply, Headers
    std::uint32_t value = 0;   ///< Reset and GoAway: the status; Ping: its id
    std::string data;          ///< Data: a piece; a long frame comes in several, `fin` on the last
};

/// Largest control frame, and largest decompressed header block, that is accepted.
inline constexpr std::size_t kMaxControlBytes = 64u << 10;

/// Reads frames from bytes as they arrive. Input is hostile: every length is checked before it is believed. After an
/// error the session is over, for the header compression has lost its place.
class Decoder {
public:
    Decoder();
    ~Decoder();
    Decoder(Decoder&&) noexcept;
    void feed(std::string_view bytes);
    /// The next whole frame or piece of data; nothing when more bytes are needed.
    std::expected<std::optional<Frame>, std::string> next();

private:
    std::expected<std::optional<Frame>, std::string> control(std::string_view head, std::size_t length);
    std::expected<Headers, std::string> inflate(std::string_view block);
    std::optional<Frame> piece();

    std::string m_input;
    std::size_t m_at = 0;
    std::uint32_t m_stream = 0;  ///< of the data frame under way
    std::size_t m_dataLeft = 0;
    bool m_fin = false, m_inData = false;
    struct End {
        void operator()(z_stream_s* stream) const;
    };
    std::unique_ptr<z_stream_s, End> m_inflater;
};

/// Writes frames. One for each session: header blocks are compressed with what went before.
class Encoder {
public:
    Encoder();
    ~Encoder();
    Encoder(Encoder&&) noexcept;
    std::string synStream(std::uint32_t stream, const Headers& headers, bool fin = false);
    std::string synReply(std::uint32_t stream, const Headers& headers, bool fin = false);
    static std::string data(std::uint32_t stream, std::string_view bytes, bool fin);
    static std::string reset(std::uint32_t stream, std::uint32_t status);
    static std::string ping(std::uint32_t id);
    static std::string goAway(std::uint32_t lastStream);

private:
    std::string deflate(const Headers& headers);
    struct End {
        void operator()(z_stream_s* stream) const;
    };
    std::unique_ptr<z_stream_s, End> m_deflater;
};

/// The dictionary that both sides' header compression starts from (section 2.6.10.1 of the draft).
const std::string& headerDictionary();

}  // namespace armillary::agent::spdy
