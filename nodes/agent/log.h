#pragma once

#include <string_view>

namespace armillary::agent {

enum class LogLevel { Info, Warning, Error };

/// One line on standard error: time, level, text. Thread-safe. Never given a secret.
void log(LogLevel level, std::string_view text);

}  // namespace armillary::agent
