#include "nodes/agent/log.h"

#include <unistd.h>

#include <chrono>
#include <format>

namespace armillary::agent {

void log(LogLevel level, std::string_view text) {
    constexpr const char* kNames[] = {"info", "warning", "error"};
    auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto line = std::format("{:%FT%T}Z {} {}\n", now, kNames[static_cast<int>(level)], text);
    (void)!::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace armillary::agent
