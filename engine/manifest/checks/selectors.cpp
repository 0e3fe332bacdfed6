#include <algorithm>
#include <format>

#include "engine/manifest/checks/rule.h"
#include "engine/manifest/locate.h"

namespace armillary::manifest::checks {

namespace {

bool isEmptySelector(const Node& selector) {
    if (selector.form != Form::Mapping) return true;
    return std::ranges::all_of(selector.entries, [](const Entry& entry) {
        return entry.value->isAbsent() || (entry.value->isCollection() && entry.value->entries.empty());
    });
}

}  // namespace

/// selector-matches-nothing: one of the fields that the table of relations says to select pods. Where no workload of
/// the namespace is among the files, there is nothing that it could be about.
void checkSelectors(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    const auto kinds = relations::workloadKinds();
    const bool workloads = std::ranges::any_of(
        kinds, [&](const relations::Kind& kind) { return !scene.list(kind, subject.parsed->namespace_()).empty(); });
    if (!workloads) return;
    const std::string kind = relations::kindOf(*subject.parsed).text();
    const auto edges = relations::references(subject.parsed, scene);
    for (const auto& row : relations::table()) {
        if (row.relation != relations::relation::kSelects || row.from != kind) continue;
        const auto path = parsePath(row.path);
        const Node* selector = path ? find(*subject.object.node, *path) : nullptr;
        const bool found = std::ranges::any_of(edges, [&](const auto& edge) { return edge.relation == row.relation; });
        if (!selector || isEmptySelector(*selector) || found) continue;
        findings.addAt(subject, row.path, Severity::Warning, "selector-matches-nothing",
                       std::format("{}: no workload of these files has such labels in namespace {}", row.path,
                                   subject.parsed->namespace_()));
    }
}

}  // namespace armillary::manifest::checks
