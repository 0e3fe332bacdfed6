#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Streams over WebSocket: each message begins with the number of its channel, as a byte, or as a digit where the rest
/// is base64 (for browsers, whose messages are text).
/// Source: https://kubernetes.io/docs/reference/using-api/ (remote command, v4 and v5), KEP-4006.
namespace armillary::agent::channels {

enum Channel : std::uint8_t { kStdin = 0, kStdout = 1, kStderr = 2, kError = 3, kResize = 4, kClose = 255 };

/// What the client sent. A view into the message.
struct Input {
    enum class Kind { Data, EndOfInput, Ignored };
    Kind kind = Kind::Ignored;
    std::uint8_t channel = 0;
    std::string_view data;
};

/// Reads a message of exec or attach. `canClose`: the protocol is v5, in which the client closes channel 0. An error
/// ends the session.
std::expected<Input, std::string> readInput(std::string_view message, bool canClose);

/// A base64 message as the binary one that says the same; nothing when it is none.
std::optional<std::string> fromBase64(std::string_view message);

/// The best of what the client offers in Sec-WebSocket-Protocol ("a, b"), by the order of `known`.
std::optional<std::string> chooseProtocol(std::string_view offered, const std::vector<std::string_view>& known);

}  // namespace armillary::agent::channels
