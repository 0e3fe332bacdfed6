#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace armillary::sample {

/// Longest head (request line and header fields) and longest body that the server reads.
inline constexpr std::size_t kMaxHeadBytes = 16u << 10;
inline constexpr std::size_t kMaxBodyBytes = 1u << 20;

/// What the server needs to know of an HTTP/1.x request (RFC 9112).
struct Request {
    std::string method, target;
    bool keepAlive = false;
    std::size_t bodyBytes = 0;  ///< to be read and dropped
};

enum class ParseOutcome { Incomplete, Complete, Bad, TooLarge };

struct Parsed {
    ParseOutcome outcome;
    std::size_t headBytes = 0;  ///< of a complete head, the empty line included
    Request request;
};

/// Reads one request's head from the beginning of `input`.
Parsed parseRequest(std::string_view input);

}  // namespace armillary::sample
