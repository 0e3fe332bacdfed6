#include "engine/controllers/horizontalpodautoscaler/measure.h"

#include <format>

namespace armillary::controllers::autoscaling {

using namespace autoscalingv2;

namespace {

using Outcome = std::expected<Measured, Unmeasured>;

/// As Go prints a selector.
std::string selectorText(const MetricIdentifier& metric) {
    if (!metric.selector) return "nil";
    std::string labels, expressions;
    for (const auto& [key, value] : metric.selector->matchLabels) labels += key + ": " + value + ",";
    for (const auto& expression : metric.selector->matchExpressions) {
        std::string values;
        for (const std::string& value : expression.values) values += (values.empty() ? "" : " ") + value;
        expressions += std::format("LabelSelectorRequirement{{Key:{},Operator:{},Values:[{}],}},", expression.key,
                                   expression.operator_, values);
    }
    return std::format(
        "&LabelSelector{{MatchLabels:map[string]string{{{}}},MatchExpressions:[]LabelSelectorRequirement"
        "{{{}}},}}",
        labels, expressions);
}

/// What of a metric's target was reached, in the words of the target.
MetricValueStatus average(const Proposal& proposal) {
    MetricValueStatus value;
    value.averageValue = schema::Quantity::fromMilli(proposal.milli);
    return value;
}
MetricValueStatus total(const Proposal& proposal) {
    MetricValueStatus value;
    value.value = schema::Quantity::fromMilli(proposal.milli);
    return value;
}

struct Resource {
    std::string_view name, container;  ///< the latter "" for whole pods
    const MetricTarget& target;
};

/// Resources of pods and of single containers differ in names alone.
std::expected<std::pair<Proposal, std::string>, Unmeasured> ofResource(const Resource& resource, const Subject& subject,
                                                                       const MetricsReader& reader) {
    const bool whole = resource.container.empty();
    const auto failed = [&](const std::string& problem) {
        return std::unexpected(Unmeasured{
            whole ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric", problem,
            whole ? std::format("failed to get {} resource metric value: {}", resource.name, problem)
                  : std::format("failed to get {} container metric value: {}", resource.container, problem)});
    };
    const bool raw = resource.target.averageValue.has_value();
    if (!raw && !resource.target.averageUtilization)
        return failed(
            "invalid resource metric source: neither an average utilization target nor an average value (usage) target "
            "was set");
    auto uses = reader.resource(subject.pods, resource.name, resource.container);
    Proposed proposed;
    if (!uses)
        proposed =
            std::unexpected(std::format("unable to get metrics for resource {}: {}", resource.name, uses.error()));
    else if (raw)
        proposed =
            byAverage(subject.scaled, std::move(*uses), resource.name, resource.target.averageValue->milliValue());
    else
        proposed = byUtilization(subject.scaled, std::move(*uses),
                                 {resource.name, resource.container, *resource.target.averageUtilization});
    if (!proposed)
        return failed(
            std::format("failed to get {} {}: {}", resource.name, raw ? "usage" : "utilization", proposed.error()));
    return std::pair(*proposed, std::format("{} {}resource{}", resource.name, whole ? "" : "container ",
                                            raw ? "" : " utilization (percentage of request)"));
}

MetricValueStatus reached(const Proposal& proposal, const MetricTarget& target) {
    auto value = average(proposal);
    if (!target.averageValue) value.averageUtilization = proposal.utilization;
    return value;
}

Outcome measureResource(const ResourceMetricSource& source, const Subject& subject, const MetricsReader& reader) {
    auto found = ofResource({source.name, "", source.target}, subject, reader);
    if (!found) return std::unexpected(std::move(found.error()));
    Measured measured{found->first.replicas, std::move(found->second), {}};
    auto& status = measured.status.resource.emplace();
    status.name = source.name;
    status.current = reached(found->first, source.target);
    return measured;
}

Outcome measureContainer(const ContainerResourceMetricSource& source, const Subject& subject,
                         const MetricsReader& reader) {
    auto found = ofResource({source.name, source.container, source.target}, subject, reader);
    if (!found) return std::unexpected(std::move(found.error()));
    Measured measured{found->first.replicas, std::move(found->second), {}};
    auto& status = measured.status.containerResource.emplace();
    status.name = source.name;
    status.container = source.container;
    status.current = reached(found->first, source.target);
    return measured;
}

Outcome measurePods(const PodsMetricSource& source, const Subject& subject, const MetricsReader& reader) {
    auto uses = reader.ofPods(subject.pods, source.metric);
    Proposed proposed;
    if (uses)
        proposed = byAverage(subject.scaled, std::move(*uses), {},
                             source.target.averageValue.value_or(schema::Quantity()).milliValue());
    else
        proposed = std::unexpected(std::format("unable to get metric {}: {}", source.metric.name, uses.error()));
    if (!proposed)
        return std::unexpected(Unmeasured{"FailedGetPodsMetric", proposed.error(),
                                          "failed to get pods metric value: " + proposed.error()});
    Measured measured{proposed->replicas, "pods metric " + source.metric.name, {}};
    auto& status = measured.status.pods.emplace();
    status.metric = source.metric;
    status.current = average(*proposed);
    return measured;
}

Outcome measureObject(const ObjectMetricSource& source, const Subject& subject, const MetricsReader& reader) {
    const auto failed = [&](const std::string& problem) {
        return std::unexpected(
            Unmeasured{"FailedGetObjectMetric", problem, "failed to get object metric value: " + problem});
    };
    const bool isValue = source.target.type == kValueMetricType && source.target.value,
               isAverage = source.target.type == kAverageValueMetricType && source.target.averageValue;
    if (!isValue && !isAverage)
        return failed("invalid object metric source: neither a value target nor an average value target was set");
    const auto& namespace_ = subject.pods.namespace_;
    const auto milli = reader.ofObject(namespace_, source.describedObject, source.metric);
    Proposed proposed;
    if (!milli)
        proposed = std::unexpected(std::format("unable to get metric {}: {} on {} {}/{}", source.metric.name,
                                               source.describedObject.kind, namespace_, source.describedObject.name,
                                               milli.error()));
    else if (isValue)
        proposed = byValue(subject.scaled, *milli, source.target.value->milliValue());
    else
        proposed = byShare(subject.running, *milli, source.target.averageValue->milliValue());
    if (!proposed)
        return failed(isValue
                          ? proposed.error()
                          : std::format("failed to get {} object metric: {}", source.metric.name, proposed.error()));
    Measured measured{proposed->replicas,
                      isValue ? std::format("{} metric {}", source.describedObject.kind, source.metric.name)
                              : std::format("external metric {}({})", source.metric.name, selectorText(source.metric)),
                      {}};
    auto& status = measured.status.object.emplace();
    status.describedObject = source.describedObject;
    status.metric = source.metric;
    status.current = isValue ? total(*proposed) : average(*proposed);
    return measured;
}

Outcome measureExternal(const ExternalMetricSource& source, const Subject& subject, const MetricsReader& reader) {
    const auto failed = [&](const std::string& problem) {
        return std::unexpected(
            Unmeasured{"FailedGetExternalMetric", problem,
                       std::format("failed to get {} external metric value: {}", source.metric.name, problem)});
    };
    const bool isAverage = source.target.averageValue.has_value();
    if (!isAverage && !source.target.value)
        return failed("invalid external metric source: neither a value target nor an average value target was set");
    const auto milli = reader.external(subject.pods.namespace_, source.metric);
    Proposed proposed;
    if (!milli)
        proposed = std::unexpected(std::format("unable to get external metric {}/{}/{}: {}", subject.pods.namespace_,
                                               source.metric.name, selectorText(source.metric), milli.error()));
    else if (isAverage)
        proposed = byShare(subject.running, *milli, source.target.averageValue->milliValue());
    else
        proposed = byValue(subject.scaled, *milli, source.target.value->milliValue());
    if (!proposed)
        return failed(isAverage
                          ? std::format("failed to get {} external metric: {}", source.metric.name, proposed.error())
                          : std::format("failed to get external metric {}: {}", source.metric.name, proposed.error()));
    Measured measured{
        proposed->replicas, std::format("external metric {}({})", source.metric.name, selectorText(source.metric)), {}};
    auto& status = measured.status.external.emplace();
    status.metric = source.metric;
    status.current = isAverage ? average(*proposed) : total(*proposed);
    return measured;
}

}  // namespace

Outcome measure(const MetricSpec& spec, const Subject& subject, const MetricsReader& reader) {
    Outcome outcome = [&]() -> Outcome {
        if (spec.type == kResourceMetricSourceType && spec.resource)
            return measureResource(*spec.resource, subject, reader);
        if (spec.type == kContainerResourceMetricSourceType && spec.containerResource)
            return measureContainer(*spec.containerResource, subject, reader);
        if (spec.type == kPodsMetricSourceType && spec.pods) return measurePods(*spec.pods, subject, reader);
        if (spec.type == kObjectMetricSourceType && spec.object) return measureObject(*spec.object, subject, reader);
        if (spec.type == kExternalMetricSourceType && spec.external)
            return measureExternal(*spec.external, subject, reader);
        const std::string problem = std::format("unknown metric source type \"{}\"", spec.type);
        return std::unexpected(Unmeasured{"InvalidMetricSourceType", problem, problem});
    }();
    if (outcome) outcome->status.type = spec.type;
    return outcome;
}

}  // namespace armillary::controllers::autoscaling
