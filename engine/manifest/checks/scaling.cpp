#include <algorithm>
#include <charconv>
#include <format>
#include <optional>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"
#include "engine/schema/json_document.h"

namespace armillary::manifest::checks {

namespace {

using relations::FieldView;

std::optional<std::int64_t> numberIn(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

FieldView fieldAt(const FieldView& root, std::string_view path) {
    FieldView found;
    relations::visit(root, path, [&](const FieldView& value, const FieldView&, const std::string&) { found = value; });
    return found;
}

/// How many pods the budget's workloads ask for; absent where one does not say it by itself.
std::optional<std::int64_t> podsOf(const Scene& scene, const ObjectRef& budget) {
    std::optional<std::int64_t> pods;
    for (const auto& edge : relations::references(budget, scene)) {
        if (edge.relation != relations::relation::kSelects) continue;
        const bool counts =
            edge.to.kind.group == "apps" && (edge.to.kind.name == "Deployment" || edge.to.kind.name == "StatefulSet");
        const auto workload = scene.find(edge.to.kind, edge.to.namespace_, edge.to.name);
        if (!counts || !workload) return {};
        const relations::Document document(workload);
        const std::string said = fieldAt(document.root(), "spec.replicas").text();
        const auto replicas = said.empty() ? std::optional<std::int64_t>(1) : numberIn(said);
        if (!replicas) return {};
        pods = pods.value_or(0) + *replicas;
    }
    return pods;
}

}  // namespace

/// budget-blocks-all: while it stands, no machine of these pods can be drained.
void checkBudgets(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed || relations::kindOf(*subject.parsed) != relations::Kind{"policy", "PodDisruptionBudget"})
        return;
    const relations::Document document(subject.parsed);
    const std::string most = fieldAt(document.root(), "spec.maxUnavailable").text();
    const std::string least = fieldAt(document.root(), "spec.minAvailable").text();
    const auto add = [&](std::string_view path, std::string message) {
        Finding& finding = findings.addAt(subject, path, Severity::Warning, "budget-blocks-all", std::move(message));
        if (!most.empty() && !least.empty()) return;
        Edits edits(subject);
        edits.set(path, "1");
        if (most.empty()) edits.rename(path, "maxUnavailable");
        edits.offer(finding, "Let one pod at a time be moved");
    };
    if (most == "0" || most == "0%") add("spec.maxUnavailable", "no pod may ever be moved away from its machine");
    if (least == "100%") add("spec.minAvailable", "no pod may ever be moved away from its machine");
    const auto needed = numberIn(least);
    const auto pods = needed ? podsOf(scene, subject.parsed) : std::nullopt;
    if (needed && pods && *needed > 0 && *needed >= *pods)
        add("spec.minAvailable",
            std::format("{} of {} pods must run: none may ever be moved away from its machine", *needed, *pods));
}

/// scaler-without-requests: a share of nothing cannot be told. A limit stands for the request that is not there.
void checkScalers(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed ||
        relations::kindOf(*subject.parsed) != relations::Kind{"autoscaling", "HorizontalPodAutoscaler"})
        return;
    const Subject* scaled = nullptr;
    for (const auto& edge : relations::namedReferences(subject.parsed))
        if (const auto named = scene.named(edge.to); edge.relation == relations::relation::kScales && !named.empty())
            scaled = named.front();
    const ObjectRef target = scaled ? scaled->parsed : nullptr;
    const auto spec = target ? relations::podTemplateOf(relations::kindOf(*target)).spec : std::string_view();
    if (spec.empty()) return;
    const auto json = schema::parseDocument(target->json());
    if (!json) return;
    const auto check = [&](const std::string& resource, const std::string& path) {
        const auto says = [&](const FieldView& container, const char* what) {
            return container.member("resources").member(what).member(resource).there();
        };
        relations::visit(
            FieldView(*json), std::string(spec) + ".containers[]",
            [&](const FieldView& container, const FieldView&, const std::string& there) {
                if (says(container, "requests") || says(container, "limits")) return;
                Finding& finding = findings.addAt(
                    subject, path, Severity::Warning, "scaler-without-requests",
                    std::format("container {} of {} {} requests no {}, of which this is a share",
                                container.member("name").text(), target->kind(), target->name(), resource));
                const auto usual = resource == "cpu" ? kUsualCpu : resource == "memory" ? kUsualMemory : "";
                if (usual.empty()) return;
                Edits(*scaled)
                    .set(there + ".resources.requests." + resource, std::string(usual))
                    .offer(finding, std::format("Request {} of {} in container {} of {} {}", usual, resource,
                                                container.member("name").text(), target->kind(), target->name()));
            });
    };
    const relations::Document scaler(subject.parsed);
    relations::visit(scaler.root(), "spec.metrics[].resource",
                     [&](const FieldView& metric, const FieldView&, const std::string& path) {
                         if (metric.member("target").member("averageUtilization").there())
                             check(metric.member("name").text(), path);
                     });
    if (fieldAt(scaler.root(), "spec.targetCPUUtilizationPercentage").there())
        check("cpu", "spec.targetCPUUtilizationPercentage");
}

}  // namespace armillary::manifest::checks
