#include <algorithm>
#include <format>

#include "engine/manifest/checks/fixing.h"
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

using Labels = schema::StringMap<std::string>;

/// What a selector says, where that is labels alone.
std::optional<Labels> wantedLabels(const Node& selector, bool isMap) {
    Labels wanted;
    for (const Entry& entry : selector.entries) {
        const std::string& key = resolved(*entry.key).text;
        const Node& value = resolved(*entry.value);
        if (entry.isMerge()) return std::nullopt;
        if (isMap && value.form == Form::Scalar)
            wanted[key] = value.text;
        else if (!isMap && key == "matchLabels" && value.form == Form::Mapping)
            return selector.entries.size() == 1 ? wantedLabels(value, true) : std::nullopt;
        else
            return std::nullopt;
    }
    return wanted;
}

/// Workloads that are looked at for the one that a selector is about.
constexpr std::size_t kMostWorkloads = 100;

/// The workload that the selector is about: the only one, the one of the object's name, or the only one whose pods have
/// all its labels but for one value.
const Subject* workloadMeant(const Scene& scene, const Subject& subject, const Labels& wanted) {
    std::vector<const Subject*> all, named, alike;
    for (const relations::Kind& kind : relations::workloadKinds())
        for (const ObjectRef& each : scene.list(kind, subject.parsed->namespace_())) {
            const auto same = scene.named(relations::idOf(*each));
            const auto labels = relations::podLabels(each);
            if (same.size() != 1 || !labels || labels->empty()) continue;
            all.push_back(same.front());
            if (all.size() > kMostWorkloads) return nullptr;
            if (each->name() == subject.parsed->name()) named.push_back(same.front());
            const auto differing = std::ranges::count_if(wanted, [&](const auto& label) {
                const auto found = labels->find(label.first);
                return found == labels->end() || found->second != label.second;
            });
            if (wanted.size() > 1 && differing == 1) alike.push_back(same.front());
        }
    for (const auto* few : {&all, &named, &alike})
        if (few->size() == 1) return few->front();
    return nullptr;
}

/// Selects what the workload's pods are called by; or gives them the labels, which only those can be that they lack.
void offerWorkload(const Scene& scene, const Subject& subject, const std::string& path, const Node& selector,
                   Finding& finding) {
    const bool isMap = relations::kindOf(*subject.parsed) == relations::Kind{"", "Service"};
    const auto wanted = wantedLabels(selector, isMap);
    const Subject* workload = wanted && !wanted->empty() ? workloadMeant(scene, subject, *wanted) : nullptr;
    const auto labels = workload ? relations::podLabels(workload->parsed) : std::nullopt;
    const auto place = workload ? parsePath(relations::podTemplateOf(relations::kindOf(*workload->parsed)).labels)
                                : std::unexpected(std::string());
    auto at = parsePath(isMap ? path : path + ".matchLabels");
    if (!labels || !place || !at) return;
    const std::string whose = std::format("{} {}", workload->parsed->kind(), workload->parsed->name());
    Edits label(*workload), select(subject);
    std::string added, selected;
    bool lacksAll = true, hasAll = true;
    for (const auto& [key, value] : *wanted) {
        const auto there = labels->find(key);
        if (there != labels->end() && there->second == value) continue;
        Path one = *at, other = *place;
        one.push_back(Step::member(key));
        other.push_back(Step::member(key));
        hasAll &= there != labels->end();
        lacksAll &= there == labels->end();
        label.set(std::move(other), yamlOf(value));
        added += (added.empty() ? "" : ", ") + labelText(key, value);
        if (there == labels->end()) continue;
        select.set(std::move(one), yamlOf(there->second));
        selected += (selected.empty() ? "" : ", ") + labelText(key, there->second);
    }
    if (hasAll) select.offer(finding, std::format("Select {}, as {} has it", selected, whose));
    if (hasAll) return;
    std::string all;
    for (const auto& [key, value] : *labels) all += (all.empty() ? "" : ", ") + labelText(yamlOf(key), yamlOf(value));
    Edits(subject).set(*at, "{" + all + "}").offer(finding, std::format("Select the pods of {}", whose));
    if (lacksAll) label.offer(finding, std::format("Add the label {} to the pods of {}", added, whose));
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
        Finding& finding = findings.addAt(subject, row.path, Severity::Warning, "selector-matches-nothing",
                                          std::format("{}: no workload of these files has such labels in namespace {}",
                                                      row.path, subject.parsed->namespace_()));
        offerWorkload(scene, subject, row.path, *selector, finding);
    }
}

}  // namespace armillary::manifest::checks
