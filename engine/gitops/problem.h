#pragma once

#include <expected>
#include <string>

namespace armillary::gitops {

/// Why something of a repository could not be read, rendered or compared. No credential and no Secret's value is in it.
struct Problem {
    std::string message;  ///< a sentence, or what a renderer printed; names the file where there is one
    std::string next;     ///< what to do about it; "" when the message says it all
};

template <class T = void>
using Expected = std::expected<T, Problem>;

inline std::unexpected<Problem> problem(std::string message, std::string next = {}) {
    return std::unexpected(Problem{std::move(message), std::move(next)});
}

}  // namespace armillary::gitops
