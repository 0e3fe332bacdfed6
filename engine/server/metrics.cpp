#include "engine/server/metrics.h"

#include <format>

namespace armillary::server {
namespace {

constexpr std::size_t kMaxSeries = 4096;

}  // namespace

void Metrics::count(const std::string& verb, const std::string& group, const std::string& resource, int code,
                    std::chrono::nanoseconds took) {
    const std::scoped_lock lock(m_mutex);
    auto key = std::make_tuple(verb, group, resource, code);
    if (m_requests.size() >= kMaxSeries && !m_requests.contains(key)) return;
    Series& series = m_requests[std::move(key)];
    ++series.count;
    series.took += took;
}

std::string Metrics::text(const std::map<std::string, std::size_t>& objects, std::int64_t revision) const {
    std::string counts =
        "# HELP apiserver_request_total Requests by verb, group, resource and code.\n# TYPE apiserver_request_total "
        "counter\n";
    std::string times =
        "# HELP apiserver_request_duration_seconds_sum Time spent on them.\n# TYPE "
        "apiserver_request_duration_seconds_sum counter\n";
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [key, series] : m_requests) {
            const auto& [verb, group, resource, code] = key;
            const std::string labels =
                std::format(R"({{code="{}",group="{}",resource="{}",verb="{}"}})", code, group, resource, verb);
            counts += std::format("apiserver_request_total{} {}\n", labels, series.count);
            times += std::format("apiserver_request_duration_seconds_sum{} {:.6f}\n", labels,
                                 std::chrono::duration<double>(series.took).count());
        }
    }
    std::string out = counts + times;
    out += "# HELP apiserver_storage_objects Objects by resource.\n# TYPE apiserver_storage_objects gauge\n";
    for (const auto& [resource, count] : objects)
        out += std::format("apiserver_storage_objects{{resource=\"{}\"}} {}\n", resource, count);
    out += std::format(
        "# HELP armillary_store_revision The last revision.\n# TYPE armillary_store_revision "
        "gauge\narmillary_store_revision {}\n",
        revision);
    return out;
}

}  // namespace armillary::server
