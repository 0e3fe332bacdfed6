#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/metricsv1beta1.h"

namespace armillary::resources::rules {
namespace {

using Usage = schema::StringMap<schema::Quantity>;

constexpr Column kColumns[] = {
    cells::kName,
    {"Cpu", "string", "", "Cores in use, on average over the window", 0},
    {"Memory", "string", "", "The working set of memory", 0},
    {"Window", "string", "", "The time over which CPU was averaged", 0},
};

std::string_view amount(const Usage& usage, std::string_view resource) {
    const auto found = usage.find(resource);
    return found == usage.end() ? std::string_view("0") : found->second.text();
}

class NodeMetricsRules final : public RulesFor<metricsv1beta1::NodeMetrics> {
public:
    std::span<const Column> columns() const override { return kColumns; }

protected:
    Cells row(const metricsv1beta1::NodeMetrics& metrics, const Context&) const override {
        return {cells::text(metrics.metadata.name), cells::text(amount(metrics.usage, "cpu")),
                cells::text(amount(metrics.usage, "memory")), cells::text(metrics.window.text())};
    }
};

class PodMetricsRules final : public RulesFor<metricsv1beta1::PodMetrics> {
public:
    std::span<const Column> columns() const override { return kColumns; }

protected:
    Cells row(const metricsv1beta1::PodMetrics& metrics, const Context&) const override {
        Usage sum;
        for (const auto& container : metrics.containers)
            for (const auto& [resource, used] : container.usage) sum[resource] += used;
        return {cells::text(metrics.metadata.name), cells::text(amount(sum, "cpu")), cells::text(amount(sum, "memory")),
                cells::text(metrics.window.text())};
    }
};

}  // namespace

const Rules& nodeMetrics() {
    static const NodeMetricsRules rules;
    return rules;
}

const Rules& podMetrics() {
    static const PodMetricsRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
