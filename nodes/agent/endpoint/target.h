#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace armillary::agent {

/// A request target, decoded: "/exec/ns/pod/c?command=ls" in its parts.
struct RequestTarget {
    std::vector<std::string> path;
    std::vector<std::pair<std::string, std::string>> query;

    /// Nothing when the target is malformed or unreasonably long.
    static std::optional<RequestTarget> parse(std::string_view text);
    /// The first value of the name; "" for none.
    std::string parameter(std::string_view name) const;
    bool has(std::string_view name) const;
    /// True for "1", "true" and a bare name.
    bool flag(std::string_view name) const;
    std::vector<std::string> parameters(std::string_view name) const;
};

/// A plain URL of the runtime's streaming server.
struct RuntimeUrl {
    std::string host;
    std::uint16_t port = 80;
    std::string target = "/";
    static std::optional<RuntimeUrl> parse(std::string_view text);
};

}  // namespace armillary::agent
