#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace armillary::cel {

/// An absolute URI or an absolute path, split. Source: Go's net/url, ParseRequestURI.
struct Url {
    std::string scheme;    ///< lower case
    std::string userInfo;  ///< as written, without the "@"
    std::string host;      ///< with its port, brackets kept
    std::string path;      ///< percent-encoded
    std::string query;     ///< as written
    bool hasAuthority = false;

    static std::expected<Url, std::string> parse(std::string_view text);

    std::string hostname() const;  ///< without port and brackets
    std::string port() const;
    std::string text() const;
    /// The query's parameters, decoded, in the order of their first appearance.
    std::vector<std::pair<std::string, std::vector<std::string>>> parameters() const;
};

}  // namespace armillary::cel
