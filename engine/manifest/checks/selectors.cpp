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

/// The table's rows that say which pods an object is about.
const std::vector<relations::RowView>& selectingRows() {
    static const auto kRows = [] {
        auto rows = relations::table();
        std::erase_if(rows, [](const auto& row) { return row.relation != relations::relation::kSelects; });
        return rows;
    }();
    return kRows;
}

bool hasWorkloads(const Scene& scene, std::string_view namespace_) {
    return std::ranges::any_of(relations::workloadKinds(),
                               [&](const relations::Kind& kind) { return !scene.list(kind, namespace_).empty(); });
}

}  // namespace

/// selector-matches-nothing: one of the fields that the table of relations says to select pods. Where no workload of
/// the namespace is among the files, there is nothing that it could be about.
void checkSelectors(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    const std::string kind = relations::kindOf(*subject.parsed).text();
    for (const auto& row : selectingRows()) {
        if (row.from != kind) continue;
        const auto path = parsePath(row.path);
        const Node* selector = path ? find(*subject.object.node, *path) : nullptr;
        if (!selector || isEmptySelector(*selector) || !hasWorkloads(scene, subject.parsed->namespace_())) continue;
        const auto edges = relations::references(subject.parsed, scene);
        if (std::ranges::contains(edges, row.relation, &relations::Edge::relation)) continue;
        findings.addAt(subject, row.path, Severity::Warning, "selector-matches-nothing",
                       std::format("{}: no workload of these files has such labels in namespace {}", row.path,
                                   subject.parsed->namespace_()));
    }
}

}  // namespace armillary::manifest::checks
