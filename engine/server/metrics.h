#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace armillary::server {

/// Counters of what the API did, in Prometheus' text form. Thread-safe.
class Metrics {
public:
    void count(const std::string& verb, const std::string& group, const std::string& resource, int code,
               std::chrono::nanoseconds took);
    /// `objects` and `revision` are of the moment.
    std::string text(const std::map<std::string, std::size_t>& objects, std::int64_t revision) const;

private:
    struct Series {
        std::uint64_t count = 0;
        std::chrono::nanoseconds took{0};
    };
    mutable std::mutex m_mutex;
    std::map<std::tuple<std::string, std::string, std::string, int>, Series> m_requests;
};

}  // namespace armillary::server
