#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nodes/agent/probe/checker.h"

namespace armillary::agent {

struct HttpCheck {
    std::string scheme = "HTTP";  ///< "HTTP" or "HTTPS" (certificates are not verified)
    std::string host;
    int port = 0;
    std::string path;
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds timeout{1000};
};

/// Where a redirect leads: `location` relative to what was asked. Empty when it is not an http(s) URL.
std::optional<HttpCheck> redirectedTo(const HttpCheck& check, std::string_view location);
/// Codes from 200 to 299 are success; redirects are followed on the same host (ten at most), and one to another host is
/// a warning. The output is upstream's sentence.
CheckResult httpCheck(const HttpCheck& check);
/// A lifecycle hook: any answer will do, and HTTPS falls back to HTTP (without Authorization) where a server speaks
/// that.
CheckResult httpHook(HttpCheck check);
CheckResult tcpCheck(const std::string& host, int port, std::chrono::milliseconds timeout);
/// grpc.health.v1.Health/Check.
CheckResult grpcCheck(const std::string& host, int port, const std::string& service, std::chrono::milliseconds timeout);

}  // namespace armillary::agent
