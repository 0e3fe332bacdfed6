#pragma once

#include <chrono>
#include <string>
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

/// Codes from 200 to 399 are success. The output is upstream's sentence. Follows no redirect to another host.
CheckResult httpCheck(const HttpCheck& check);
CheckResult tcpCheck(const std::string& host, int port, std::chrono::milliseconds timeout);
/// grpc.health.v1.Health/Check.
CheckResult grpcCheck(const std::string& host, int port, const std::string& service, std::chrono::milliseconds timeout);

}  // namespace armillary::agent
