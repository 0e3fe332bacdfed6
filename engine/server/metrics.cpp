#include "engine/server/metrics.h"

#include <algorithm>
#include <format>

namespace armillary::server {
namespace {

constexpr std::size_t kMaxSeries = 2048;

/// Without the braces, in the order of their names; `code` is left out where it is "".
std::string labelsOf(const RequestLabels& request, const std::string& code) {
    std::string text = code.empty() ? "" : "code=\"" + code + "\",";
    return text + std::format(R"(component="apiserver",dry_run="{}",group="{}",resource="{}",scope="{}",)"
                              R"(subresource="{}",verb="{}",version="{}")",
                              request.dryRun ? "All" : "", request.group, request.resource, request.scope,
                              request.subresource, request.verb, request.version);
}

void appendHead(std::string& out, std::string_view name, std::string_view help, std::string_view type) {
    out += std::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

}  // namespace

void Metrics::count(const RequestLabels& request, int code, std::chrono::nanoseconds took) {
    const std::scoped_lock lock(m_mutex);
    auto found = m_requests.find(request);
    if (found == m_requests.end()) {
        if (m_requests.size() >= kMaxSeries) return;
        found = m_requests.emplace(request, Series()).first;
    }
    Series& series = found->second;
    ++series.codes[code];
    ++series.count;
    series.took += took;
    const auto bucket = std::ranges::lower_bound(kBuckets, std::chrono::duration<double>(took).count());
    if (bucket != kBuckets.end()) ++series.buckets[static_cast<std::size_t>(bucket - kBuckets.begin())];
}

std::string Metrics::text(const std::map<std::string, std::size_t>& objects, std::int64_t revision) const {
    std::string out, times;
    appendHead(out, "apiserver_request_total", "Requests by verb, group, resource and code.", "counter");
    appendHead(times, "apiserver_request_duration_seconds", "How long they took.", "histogram");
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [request, series] : m_requests) {
            for (const auto& [code, count] : series.codes)
                out +=
                    std::format("apiserver_request_total{{{}}} {}\n", labelsOf(request, std::to_string(code)), count);
            const std::string labels = labelsOf(request, "");
            const auto bucket = [&](const std::string& end, std::uint64_t count) {
                times +=
                    std::format("apiserver_request_duration_seconds_bucket{{{},le=\"{}\"}} {}\n", labels, end, count);
            };
            std::uint64_t sum = 0;
            for (std::size_t i = 0; i < kBuckets.size(); ++i)
                bucket(std::format("{}", kBuckets[i]), sum += series.buckets[i]);
            bucket("+Inf", series.count);
            times += std::format("apiserver_request_duration_seconds_sum{{{}}} {:.6f}\n", labels,
                                 std::chrono::duration<double>(series.took).count());
            times += std::format("apiserver_request_duration_seconds_count{{{}}} {}\n", labels, series.count);
        }
    }
    out += times;
    appendHead(out, "apiserver_storage_objects", "Objects by resource.", "gauge");
    for (const auto& [resource, count] : objects)
        out += std::format("apiserver_storage_objects{{resource=\"{}\"}} {}\n", resource, count);
    appendHead(out, "armillary_store_revision", "The last revision.", "gauge");
    return out += std::format("armillary_store_revision {}\n", revision);
}

}  // namespace armillary::server
