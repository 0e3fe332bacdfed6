// What a client of the agent says: channel messages, the protocols that it offers, request targets; and log lines,
// which a container has a hand in. The framing below the messages is the WebSocket library's.
#include <cstdint>

#include "nodes/agent/endpoint/channels.h"
#include "nodes/agent/endpoint/log_reader.h"
#include "nodes/agent/endpoint/target.h"

using namespace armillary::agent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    for (const bool canClose : {false, true}) {
        const auto read = channels::readInput(input, canClose);
        if (read && read->data.size() > size) __builtin_trap();
    }
    channels::chooseProtocol(input, {"v5.channel.k8s.io", "v4.channel.k8s.io"});
    if (const auto target = RequestTarget::parse(input)) LogOptions::parse(*target, 0);
    RuntimeUrl::parse(input);
    if (const auto line = parseLogLine(input)) parseTimestamp(line->timestamp);
    return 0;
}
