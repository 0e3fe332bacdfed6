#include <algorithm>
#include <format>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"
#include "engine/schema/selector.h"

namespace armillary::manifest::checks {

namespace {

bool hasSelector(const relations::Kind& kind) {
    static constexpr std::string_view kKinds[] = {"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"};
    return kind.group == "apps" && std::ranges::contains(kKinds, kind.name);
}

/// The workloads that the rarest of the selector's labels leaves; none when it has no labels.
std::span<const Subject* const> candidates(const Scene& scene, const Subject& subject,
                                           const metav1::LabelSelector& selector) {
    std::span<const Subject* const> fewest;
    bool first = true;
    for (const auto& [key, value] : selector.matchLabels) {
        const auto found = scene.labelled(subject.parsed->namespace_(), key, value);
        if (first || found.size() < fewest.size()) fewest = found;
        first = false;
    }
    return fewest;
}

/// The labels that the selector wants, written on the pods; or the selector as the labels of its names are.
void offerAgreement(const Subject& subject, const metav1::LabelSelector& said,
                    const schema::StringMap<std::string>& own, Finding& finding) {
    const std::string labels(relations::podTemplateOf(relations::kindOf(*subject.parsed)).labels);
    auto path = parsePath(labels);
    if (!path || labels.empty()) return;
    Edits label(subject), select(subject);
    auto labelled = own;
    std::string added, selected;
    bool known = said.matchExpressions.empty();
    for (const auto& [key, value] : said.matchLabels) {
        const auto there = own.find(key);
        if (there != own.end() && there->second == value) continue;
        Path at = *path;
        at.push_back(Step::member(key));
        label.set(std::move(at), yamlOf(value));
        labelled[key] = value;
        added += (added.empty() ? "" : ", ") + labelText(key, value);
        known &= there != own.end();
        if (there == own.end()) continue;
        select.set({Step::member("spec"), Step::member("selector"), Step::member("matchLabels"), Step::member(key)},
                   yamlOf(there->second));
        selected += (selected.empty() ? "" : ", ") + labelText(key, there->second);
    }
    const auto wants = LabelSelector::from(said);
    if (wants && wants->matches(labelled)) label.offer(finding, std::format("Label the pods {}", added));
    if (known) select.offer(finding, std::format("Select {}", selected));
}

}  // namespace

/// selector-not-own: the server refuses that. selector-overlap: two controllers would count each other's pods.
void checkOwnPods(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed || !hasSelector(relations::kindOf(*subject.parsed))) return;
    const relations::Document document(subject.parsed);
    const auto said = document.root().member("spec").member("selector").selector();
    const auto own = relations::podLabels(subject.parsed);
    if (!said || !own || (said->matchLabels.empty() && said->matchExpressions.empty())) return;
    const auto selector = LabelSelector::from(*said);
    if (!selector) return;
    if (!selector->matches(*own)) {
        Finding& finding = findings.addAt(subject, "spec.selector", Severity::Error, "selector-not-own",
                                          "the labels of the pods' template are not those that the selector wants");
        offerAgreement(subject, *said, *own, finding);
    }
    const auto id = relations::idOf(*subject.parsed);
    for (const Subject* other : candidates(scene, subject, *said)) {
        const auto otherId = relations::idOf(*other->parsed);
        if (otherId == id || !hasSelector(otherId.kind) || other->in->folder != subject.in->folder) continue;
        const auto labels = relations::podLabels(other->parsed);
        if (!labels || !selector->matches(*labels)) continue;
        findings.addAt(subject, "spec.selector", Severity::Warning, "selector-overlap",
                       std::format("it finds the pods of {} {} as well", otherId.kind.name, otherId.name));
        return;
    }
}

}  // namespace armillary::manifest::checks
