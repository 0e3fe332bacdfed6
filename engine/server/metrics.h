#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace armillary::server {

/// What a request was, in the words of upstream's labels.
/// Source: https://kubernetes.io/docs/reference/instrumentation/metrics/ and k8s.io/apiserver/pkg/endpoints/metrics.
struct RequestLabels {
    std::string verb;  ///< "GET", "LIST", "WATCH", "POST", "PUT", "PATCH", "APPLY", "DELETE", "CONNECT" …
    std::string group, version, resource, subresource;
    std::string scope;  ///< "cluster", "namespace", "resource" or ""
    bool dryRun = false;

    auto operator<=>(const RequestLabels&) const = default;
};

/// Counters of what the API did, in Prometheus' text form. Thread-safe.
class Metrics {
public:
    void count(const RequestLabels& request, int code, std::chrono::nanoseconds took);
    /// `objects` and `revision` are of the moment.
    std::string text(const std::map<std::string, std::size_t>& objects, std::int64_t revision) const;

private:
    /// Upper ends of the buckets of durations, seconds.
    static constexpr std::array<double, 24> kBuckets = {0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1,  1.25, 1.5, 2,
                                                        3,     4,     5,    6,   8,   10,  15,  20,  30, 45,   60,  90};
    struct Series {
        std::map<int, std::uint64_t> codes;
        std::array<std::uint64_t, kBuckets.size()> buckets{};  ///< each without those below it
        std::uint64_t count = 0;
        std::chrono::nanoseconds took{0};
    };
    mutable std::mutex m_mutex;
    std::map<RequestLabels, Series> m_requests;
};

}  // namespace armillary::server
