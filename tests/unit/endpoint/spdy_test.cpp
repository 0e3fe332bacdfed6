#include <doctest/doctest.h>
#include <zlib.h>

#include "nodes/agent/endpoint/spdy.h"

using namespace armillary::agent::spdy;

namespace {

std::vector<Frame> decode(std::string_view bytes, std::size_t step = 1) {
    Decoder decoder;
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        decoder.feed(bytes.substr(at, step));
        for (;;) {
            auto frame = decoder.next();
            REQUIRE(frame.has_value());
            if (!*frame) break;
            frames.push_back(**frame);
        }
    }
    return frames;
}

std::string failure(std::string_view bytes) {
    Decoder decoder;
    decoder.feed(bytes);
    for (;;) {
        auto frame = decoder.next();
        if (!frame) return frame.error();
        if (!*frame) return "";
    }
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) out += static_cast<char>(value);
    return out;
}

}  // namespace

TEST_CASE("the dictionary is the draft's") {
    const std::string& dictionary = headerDictionary();
    CHECK(dictionary.size() == 1423);
    // zlib names a dictionary by its checksum; this is the one that every SPDY/3 stream asks for.
    CHECK(adler32(adler32(0, nullptr, 0), reinterpret_cast<const Bytef*>(dictionary.data()), 1423) == 0xe3c6a7c2u);
}

TEST_CASE("what is written is read again, in whatever pieces it arrives") {
    Encoder encoder;
    std::string wire = encoder.synStream(1, {{"streamtype", "error"}});
    wire += encoder.synStream(3, {{"streamtype", "data"}, {"port", "8080"}, {"requestid", "0"}}, true);
    wire += encoder.synReply(1, {});
    wire += Encoder::data(1, "hello", false) + Encoder::data(1, "", true) + Encoder::ping(7);
    wire += Encoder::reset(3, 5) + Encoder::goAway(3);
    for (const std::size_t step : {std::size_t(1), std::size_t(7), wire.size()}) {
        const auto frames = decode(wire, step);
        std::string data;
        for (const Frame& frame : frames) data += frame.data;
        CHECK(data == "hello");
        CHECK(frames.front().type == FrameType::SynStream);
        CHECK(frames.front().headers == Headers{{"streamtype", "error"}});
        CHECK_FALSE(frames.front().fin);
        CHECK(frames[1].stream == 3);
        CHECK(frames[1].fin);
        CHECK(frames[1].headers.size() == 3);
        CHECK(frames[2].type == FrameType::SynReply);
        CHECK(frames.back().type == FrameType::GoAway);
        const Frame& reset = frames[frames.size() - 2];
        CHECK(reset.type == FrameType::Reset);
        CHECK(reset.value == 5);
        CHECK(frames[frames.size() - 3].value == 7);
        CHECK(frames[frames.size() - 4].fin);
    }
}

TEST_CASE("a long data frame comes in pieces, its end on the last") {
    const auto frames = decode(Encoder::data(5, std::string(100'000, 'x'), true), 100'008);
    REQUIRE(frames.size() > 1);
    std::size_t total = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        total += frames[i].data.size();
        CHECK(frames[i].fin == (i + 1 == frames.size()));
    }
    CHECK(total == 100'000);
}

TEST_CASE("hostile input is refused, and nothing is allocated on its word") {
    CHECK(failure(bytes({0x80, 2, 0, 1, 0, 0, 0, 0})) == "SPDY: another version than 3");
    CHECK(failure(bytes({0x80, 3, 0, 1, 0, 0xff, 0xff, 0xff})) == "SPDY: control frame too large");
    CHECK(failure(bytes({0x80, 3, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1})) == "SPDY: control frame too short");
    CHECK(failure(bytes({0x80, 3, 0, 2, 0, 0, 0, 8, 0, 0, 0, 1, 1, 2, 3, 4})) ==
          "SPDY: header block does not decompress");
    CHECK(failure(bytes({0x80, 3, 0, 3, 0, 0, 0, 0})) == "SPDY: control frame too short");
    CHECK(failure(bytes({0x80, 3, 0, 99, 0, 0, 0, 2, 1, 1})) == "");  // unknown: passed over
    // A block that claims more headers, or longer ones, than it has; and one that grows without end.
    Encoder encoder;
    const std::string bomb(1u << 20, 'a');
    std::string frame = encoder.synReply(1, {{"a", bomb}});
    CHECK(failure(frame) == "SPDY: header block does not decompress");
    Headers many(1000, {"a", "b"});
    CHECK(failure(Encoder().synReply(1, many)) == "SPDY: too many headers");
}
