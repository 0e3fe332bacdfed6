#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/client/informer.h"
#include "engine/controllers/horizontalpodautoscaler/sizes.h"
#include "engine/schema/api/autoscalingv2.h"

namespace armillary::controllers::autoscaling {

/// One item of a MetricValueList (custom.metrics.k8s.io) or ExternalMetricValueList (external.metrics.k8s.io).
struct MetricValue {
    std::string objectName;  ///< of the described object; "" in external ones
    std::int64_t milli = 0;
    async::SystemTime at;
    std::optional<std::chrono::seconds> window;
};
/// Either list, of any of its versions. The error says what is wrong with the text.
std::expected<std::vector<MetricValue>, std::string> parseMetricValues(std::string_view json);

/// Asks the metrics APIs; whoever serves them. Each waits for the answer. The errors are upstream's sentences.
/// Source: k8s.io/kubernetes/pkg/controller/podautoscaler/metrics.
class MetricsReader {
public:
    /// `definitions` are the CustomResourceDefinitions; both outlive it.
    MetricsReader(client::Client& client, const client::Informer& definitions)
        : m_client(client), m_definitions(definitions) {}

    struct Pods {
        std::string namespace_, selector;
    };
    /// `container` "" adds up all of a pod's; pods that lack one of them are left out.
    std::expected<PodUses, std::string> resource(const Pods& pods, std::string_view resource,
                                                 std::string_view container) const;
    std::expected<PodUses, std::string> ofPods(const Pods& pods, const autoscalingv2::MetricIdentifier& metric) const;
    std::expected<std::int64_t, std::string> ofObject(const std::string& namespace_,
                                                      const autoscalingv2::CrossVersionObjectReference& object,
                                                      const autoscalingv2::MetricIdentifier& metric) const;
    /// The sum of all that match.
    std::expected<std::int64_t, std::string> external(const std::string& namespace_,
                                                      const autoscalingv2::MetricIdentifier& metric) const;

private:
    std::expected<std::vector<MetricValue>, std::string> custom(const std::string& path,
                                                                std::vector<std::pair<std::string, std::string>> query,
                                                                const autoscalingv2::MetricIdentifier& metric) const;

    client::Client& m_client;
    const client::Informer& m_definitions;
};

}  // namespace armillary::controllers::autoscaling
