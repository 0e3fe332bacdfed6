#include "engine/controllers/horizontalpodautoscaler/metrics.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/client/request.h"
#include "engine/controllers/framework/kinds.h"
#include "engine/schema/api/metricsv1beta1.h"
#include "engine/schema/json_document.h"
#include "engine/schema/selector.h"

namespace armillary::controllers::autoscaling {

namespace {

constexpr std::string_view kCustom = "/apis/custom.metrics.k8s.io", kExternal = "/apis/external.metrics.k8s.io/v1beta1";
/// Where a metric does not say over what time it is averaged.
constexpr auto kDefaultWindow = std::chrono::minutes(1);

using Problem = std::unexpected<std::string>;

const boost::json::value* member(const boost::json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    return object ? object->if_contains(name) : nullptr;
}

std::string_view textOf(const boost::json::value* value) {
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

std::expected<MetricValue, std::string> metricValue(const boost::json::value& item) {
    MetricValue value;
    if (const auto* described = member(item, "describedObject")) value.objectName = textOf(member(*described, "name"));
    const auto* amount = member(item, "value");
    const auto quantity = schema::Quantity::parse(textOf(amount));
    if (!quantity) return Problem("value: " + quantity.error());
    value.milli = quantity->milliValue();
    if (const auto at = schema::Time::parse(textOf(member(item, "timestamp")))) value.at = at->timePoint();
    // The first version of either list calls it "window".
    for (const char* name : {"windowSeconds", "window"})
        if (const auto* seconds = member(item, name); seconds && seconds->is_int64())
            value.window = std::chrono::seconds(
                std::clamp<std::int64_t>(seconds->as_int64(), 0, std::numeric_limits<std::int32_t>::max()));
    return value;
}

Problem emptyFrom(std::string_view api) {
    return Problem("no metrics returned from " + std::string(api) + " metrics API");
}

Problem unableFrom(std::string_view api, const std::string& why) {
    return Problem("unable to fetch metrics from " + std::string(api) + " metrics API: " + why);
}

std::expected<std::string, std::string> selectorText(const autoscalingv2::MetricIdentifier& metric) {
    if (!metric.selector) return std::string();
    const auto selector = LabelSelector::from(*metric.selector);
    if (!selector) return Problem(selector.error());
    return selector->text();
}

/// Null when it does not say everything that is asked for.
std::optional<std::int64_t> sumOf(const metricsv1beta1::PodMetrics& pod, std::string_view resource) {
    if (pod.containers.empty()) return std::nullopt;
    std::int64_t sum = 0;
    for (const auto& container : pod.containers) {
        const auto usage = container.usage.find(resource);
        if (usage == container.usage.end()) return std::nullopt;
        sum += usage->second.milliValue();
    }
    return sum;
}

}  // namespace

std::expected<std::vector<MetricValue>, std::string> parseMetricValues(std::string_view json) {
    const auto document = schema::parseDocument(json);
    if (!document) return Problem(document.error());
    const auto* items = member(*document, "items");
    if (!items || !items->is_array()) return Problem("the answer is no list of metric values");
    std::vector<MetricValue> values;
    for (const auto& item : items->get_array()) {
        auto value = metricValue(item);
        if (!value) return Problem("items[" + std::to_string(values.size()) + "]." + value.error());
        values.push_back(std::move(*value));
    }
    return values;
}

std::expected<PodUses, std::string> MetricsReader::resource(const Pods& pods, std::string_view resource,
                                                            std::string_view container) const {
    const auto body = m_client.getRaw(client::requestTarget(
        "/apis/metrics.k8s.io/v1beta1/namespaces/" + pods.namespace_ + "/pods", {{"labelSelector", pods.selector}}));
    if (!body) return unableFrom("resource", body.error().message);
    const auto listed = schema::fromJson<metricsv1beta1::PodMetricsList>(*body);
    if (!listed) return unableFrom("resource", listed.error().text());
    if (listed->items.empty()) return emptyFrom("resource");
    PodUses uses;
    for (const auto& pod : listed->items) {
        std::optional<std::int64_t> milli;
        if (container.empty()) {
            milli = sumOf(pod, resource);
        } else {
            const auto one = std::ranges::find(pod.containers, container, &metricsv1beta1::ContainerMetrics::name);
            if (one == pod.containers.end())
                return Problem("failed to get container metrics: container " + std::string(container) +
                               " not present in metrics for pod " + pod.metadata.namespace_ + "/" + pod.metadata.name);
            if (const auto usage = one->usage.find(resource); usage != one->usage.end())
                milli = usage->second.milliValue();
        }
        if (milli)
            uses[pod.metadata.name] = {*milli, pod.timestamp.timePoint(),
                                       std::chrono::nanoseconds(pod.window.nanoseconds)};
    }
    return uses;
}

std::expected<std::vector<MetricValue>, std::string> MetricsReader::custom(
    const std::string& path, std::vector<std::pair<std::string, std::string>> query,
    const autoscalingv2::MetricIdentifier& metric) const {
    const auto selector = selectorText(metric);
    if (!selector) return Problem(selector.error());
    if (!selector->empty()) query.emplace_back("metricLabelSelector", *selector);
    const auto group = m_client.getRaw(std::string(kCustom));
    const auto known = group ? schema::fromJson<metav1::APIGroup>(*group) : schema::fromJson<metav1::APIGroup>("");
    const auto serves = [&](std::string_view version) {
        return known && std::ranges::contains(known->versions, version, &metav1::GroupVersionForDiscovery::version);
    };
    const std::string_view version = serves("v1beta2") ? "v1beta2" : serves("v1beta1") ? "v1beta1" : "";
    if (version.empty()) return unableFrom("custom", "no custom metrics API (custom.metrics.k8s.io) registered");
    const auto body =
        m_client.getRaw(client::requestTarget(std::string(kCustom) + "/" + std::string(version) + path, query));
    if (!body) return unableFrom("custom", body.error().message);
    auto values = parseMetricValues(*body);
    if (!values) return unableFrom("custom", values.error());
    if (values->empty()) return emptyFrom("custom");
    return values;
}

std::expected<PodUses, std::string> MetricsReader::ofPods(const Pods& pods,
                                                          const autoscalingv2::MetricIdentifier& metric) const {
    const auto values =
        custom("/namespaces/" + pods.namespace_ + "/pods/*/" + metric.name, {{"labelSelector", pods.selector}}, metric);
    if (!values) return Problem(values.error());
    PodUses uses;
    for (const MetricValue& value : *values)
        uses[value.objectName] = {value.milli, value.at, value.window.value_or(kDefaultWindow)};
    return uses;
}

std::expected<std::int64_t, std::string> MetricsReader::ofObject(
    const std::string& namespace_, const autoscalingv2::CrossVersionObjectReference& object,
    const autoscalingv2::MetricIdentifier& metric) const {
    std::string path;
    if (object.kind == "Namespace" && groupOf(object.apiVersion).empty()) {
        path = "/namespaces/" + namespace_ + "/metrics/" + metric.name;
    } else {
        const auto row = rowOfKind(groupOf(object.apiVersion), object.kind, m_definitions);
        if (!row)
            return unableFrom("custom", "no matches for kind \"" + object.kind + "\" in group \"" +
                                            std::string(groupOf(object.apiVersion)) + "\"");
        path = (row->namespaced ? "/namespaces/" + namespace_ : std::string()) + "/" + row->qualified() + "/" +
               object.name + "/" + metric.name;
    }
    const auto values = custom(path, {}, metric);
    if (!values) return Problem(values.error());
    return values->front().milli;
}

std::expected<std::int64_t, std::string> MetricsReader::external(const std::string& namespace_,
                                                                 const autoscalingv2::MetricIdentifier& metric) const {
    const auto selector = selectorText(metric);
    if (!selector) return Problem(selector.error());
    const auto body = m_client.getRaw(client::requestTarget(
        std::string(kExternal) + "/namespaces/" + namespace_ + "/" + metric.name, {{"labelSelector", *selector}}));
    if (!body) return unableFrom("external", body.error().message);
    const auto values = parseMetricValues(*body);
    if (!values) return unableFrom("external", values.error());
    if (values->empty()) return emptyFrom("external");
    std::int64_t sum = 0;
    for (const MetricValue& value : *values)
        if (__builtin_add_overflow(sum, value.milli, &sum))
            return unableFrom("external", "the values add up to too much");
    return sum;
}

}  // namespace armillary::controllers::autoscaling
