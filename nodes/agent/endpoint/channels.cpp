#include "nodes/agent/endpoint/channels.h"

#include <algorithm>

#include "engine/schema/text.h"

namespace armillary::agent::channels {

std::expected<Input, std::string> readInput(std::string_view message, bool canClose) {
    if (message.empty()) return Input{};
    const auto channel = static_cast<std::uint8_t>(message.front());
    const std::string_view data = message.substr(1);
    if (channel == kClose && canClose) {
        if (data.size() != 1) return std::unexpected("a close message names one channel");
        const bool isStdin = static_cast<std::uint8_t>(data.front()) == kStdin;
        return Input{.kind = isStdin ? Input::Kind::EndOfInput : Input::Kind::Ignored, .channel = kStdin};
    }
    if (channel != kStdin && channel != kResize) return std::unexpected("no such channel to write to");
    // Clients open their channels with an empty message.
    if (data.empty()) return Input{};
    return Input{.kind = Input::Kind::Data, .channel = channel, .data = data};
}

std::optional<std::string> fromBase64(std::string_view message) {
    if (message.empty() || message.front() < '0' || message.front() > '9') return std::nullopt;
    const auto decoded = schema::decodeBase64(message.substr(1));
    if (decoded.wrongAt) return std::nullopt;
    return static_cast<char>(message.front() - '0') + decoded.bytes;
}

std::optional<std::string> chooseProtocol(std::string_view offered, const std::vector<std::string_view>& known) {
    std::vector<std::string_view> words;
    while (!offered.empty()) {
        std::string_view word = offered.substr(0, offered.find(','));
        offered.remove_prefix(std::min(word.size() + 1, offered.size()));
        while (!word.empty() && (word.front() == ' ' || word.front() == '\t')) word.remove_prefix(1);
        while (!word.empty() && (word.back() == ' ' || word.back() == '\t')) word.remove_suffix(1);
        words.push_back(word);
    }
    for (const std::string_view protocol : known) {
        if (std::ranges::contains(words, protocol)) return std::string(protocol);
    }
    return std::nullopt;
}

}  // namespace armillary::agent::channels
